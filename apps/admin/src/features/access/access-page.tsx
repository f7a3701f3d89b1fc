import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { GrantsTab } from "./grants-tab.tsx";
import { LedgerTab } from "./ledger-tab.tsx";
import { RequestsTab } from "./requests-tab.tsx";
import { RulesTab } from "./rules-tab.tsx";
import { TiersTab } from "./tiers-tab.tsx";

const tabs = {
	requests: { label: "Requests", Content: RequestsTab },
	grants: { label: "Grants", Content: GrantsTab },
	rules: { label: "Rules", Content: RulesTab },
	tiers: { label: "Tiers", Content: TiersTab },
	ledger: { label: "Ledger", Content: LedgerTab },
} as const;
type TabName = keyof typeof tabs;
const names = Object.keys(tabs) as TabName[];

/** Who may use what, how much, and who asks for more. */
export default function AccessPage() {
	const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(names).withDefault("rules"));
	const pending = trpc.access.requests.list.useQuery({ state: "pending" });
	const { Content } = tabs[tab];
	return (
		<PageContainer
			title="Access"
			truth={
				pending.data &&
				(pending.data.length === 0
					? "Nobody waits for an answer"
					: `${plural(pending.data.length, "request")} to answer`)
			}
		>
			<Tabs
				value={tab}
				onChange={(_, next: TabName) => void setTab(next)}
				variant="scrollable"
				scrollButtons={false}
				aria-label="Access"
				sx={{ mb: 2, borderBottom: 1, borderColor: "divider", "& .MuiTab-root": { minWidth: 0, px: { xs: 1, sm: 2 } } }}
			>
				{names.map((name) => (
					<Tab
						key={name}
						value={name}
						id={`tab-${name}`}
						aria-controls="access-panel"
						label={
							name === "requests" && pending.data?.length
								? `${tabs[name].label} (${pending.data.length})`
								: tabs[name].label
						}
					/>
				))}
			</Tabs>
			<div role="tabpanel" id="access-panel" aria-labelledby={`tab-${tab}`}>
				<Content />
			</div>
		</PageContainer>
	);
}
