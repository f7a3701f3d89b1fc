import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { formatAgo, formatCount, formatDate, formatUsd } from "@/lib/format.ts";
import { DisableControl } from "./disable-control.tsx";
import { ExplainBox } from "./explain-box.tsx";
import { RightsForm } from "./rights-form.tsx";
import { UnlinkSso } from "./unlink-sso.tsx";
import type { User } from "./user-columns.tsx";
import { UserGrants } from "./user-grants.tsx";
import { UserSessions } from "./user-sessions.tsx";
import { UserTokens } from "./user-tokens.tsx";

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
	<Box component="section">
		<Typography variant="h3" sx={{ mb: 1 }}>
			{title}
		</Typography>
		{children}
	</Box>
);

/** All there is to decide and to know about one person. */
export function UserFacts({ user, titleId }: { user: User; titleId: string }) {
	const { usage, lastSeenAt, disabledAt } = user;
	const held = Number(usage.heldUsd) > 0 ? ` · ${formatUsd(usage.heldUsd)} held` : "";
	const unpriced = usage.unpriced > 0 ? ` · ${formatCount(usage.unpriced)} of unknown cost` : "";
	return (
		<Stack sx={{ gap: 3 }}>
			<Box sx={{ pr: 4 }}>
				<Typography variant="h1" component="h2" id={titleId}>
					{user.name}
				</Typography>
				<Typography variant="body2" color="textSecondary">
					{user.email} · since {formatDate(user.createdAt)} ·{" "}
					{disabledAt
						? `disabled ${formatAgo(disabledAt)}`
						: lastSeenAt
							? `seen ${formatAgo(lastSeenAt)}`
							: "not signed in"}
					{user.hasSso ? ` · single sign-on${user.hasPassword ? "" : " alone"}` : ""}
				</Typography>
			</Box>
			<Section title="Role, tier and budget">
				<RightsForm user={user} />
			</Section>
			<Section title="This month (UTC)">
				<Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums" }}>
					{formatCount(usage.requests)} runs · {formatUsd(usage.spentUsd)} spent
					{held}
					{unpriced}
				</Typography>
			</Section>
			<Section title="May this person use a model now?">
				<ExplainBox userId={user.id} />
			</Section>
			<Section title="Grants">
				<UserGrants userId={user.id} />
			</Section>
			<Section title="API tokens">
				<UserTokens user={user} />
			</Section>
			<Section title="Where this person is signed in">
				<UserSessions user={user} />
			</Section>
			<Section title="Access as a whole">
				<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
					{user.hasSso && <UnlinkSso user={user} />}
					<DisableControl user={user} />
				</Stack>
			</Section>
		</Stack>
	);
}
