import type { RouterOutputs } from "@llm-hub/api/types";
import Link from "@mui/material/Link";
import { Link as RouterLink, useLocation } from "react-router";
import type { Column } from "@/components/data-table.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TierName } from "@/components/tier-name.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatCount, formatUsd } from "@/lib/format.ts";
import { roleName } from "./roles.ts";

export type User = RouterOutputs["access"]["users"]["list"]["users"][number];

/** The person's name; its link covers the whole row and opens the person beside the list. */
function UserLink({ user }: { user: User }) {
	const { pathname, search } = useLocation();
	const params = new URLSearchParams(search);
	params.set("user", user.id);
	return (
		<Link
			component={RouterLink}
			to={{ pathname, search: `?${params}` }}
			underline="none"
			sx={{
				color: "text.primary",
				"&::after": { content: '""', position: "absolute", inset: 0 },
				"&:focus-visible": { outline: "none" },
				"&:focus-visible::after": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -2 },
			}}
		>
			{user.name}
		</Link>
	);
}

const Status = ({ user }: { user: User }) => (
	<StatusWord look={user.disabledAt ? "off" : "good"}>{user.disabledAt ? "disabled" : "active"}</StatusWord>
);

const spent = ({ usage, budgetUsd }: User) => {
	const of = budgetUsd === null ? "" : ` of ${formatUsd(budgetUsd)}`;
	return `${formatUsd(usage.spentUsd)}${of}${usage.unpriced > 0 ? ` + ${usage.unpriced} unknown` : ""}`;
};

export const userColumns: Column<User>[] = [
	{ label: "Person", cell: (user) => <TwoLines first={<UserLink user={user} />} second={user.email} /> },
	{ label: "Role", cell: ({ role }) => roleName(role) },
	{ label: "Tier", cell: ({ tierCode }) => <TierName code={tierCode} /> },
	{ label: "Runs this month", numeric: true, cell: ({ usage }) => formatCount(usage.requests) },
	{ label: "Spent this month", numeric: true, cell: spent },
	{ label: "Open tokens", numeric: true, cell: ({ openTokens }) => formatCount(openTokens) },
	{ label: "Last seen", cell: ({ lastSeenAt }) => (lastSeenAt ? formatAgo(lastSeenAt) : "not signed in") },
	{ label: "Status", cell: (user) => <Status user={user} /> },
];

export const UserNarrow = ({ user }: { user: User }) => (
	<TwoLines
		first={<UserLink user={user} />}
		second={
			<>
				{roleName(user.role)} · <TierName code={user.tierCode} /> · {spent(user)}
			</>
		}
		end={<Status user={user} />}
	/>
);
