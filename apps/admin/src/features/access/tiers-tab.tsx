import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatCount, formatUsd, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { TierDialog } from "./tier-dialog.tsx";

export type Tier = RouterOutputs["access"]["tiers"]["list"]["tiers"][number];
const tests = ({ testsPerMonth }: Tier) => (testsPerMonth === null ? "unlimited" : formatCount(testsPerMonth));
const budget = ({ budgetUsd }: Tier) => (budgetUsd === null ? "unlimited" : formatUsd(budgetUsd));

/** What a group of people may run and spend in a month, from the smallest to the largest. */
export function TiersTab() {
	const tiers = trpc.access.tiers.list.useQuery();
	const [editing, setEditing] = useState<Tier | "new" | null>(null);
	const edit = (tier: Tier) => (
		<Button color="inherit" aria-label={`Edit ${tier.name}`} onClick={() => setEditing(tier)}>
			Edit
		</Button>
	);
	const columns: Column<Tier>[] = [
		{ label: "Tier", cell: (tier) => <TwoLines first={tier.name} second={tier.code} /> },
		{ label: "People", numeric: true, cell: ({ users }) => formatCount(users) },
		{ label: "Runs a month, each", numeric: true, cell: tests },
		{ label: "Budget a month, all together", numeric: true, cell: budget },
		{ label: "Actions", unlabelled: true, numeric: true, cell: edit },
	];
	if (tiers.isError) return <ErrorState error={tiers.error} onRetry={() => void tiers.refetch()} />;
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Stack direction="row" sx={{ justifyContent: "space-between", alignItems: "center", gap: 2 }}>
				<Typography variant="body2" color="textSecondary">
					From the smallest to the largest: a refusal recommends the first tier that would do.
				</Typography>
				<Button variant="outlined" color="inherit" onClick={() => setEditing("new")} sx={{ flexShrink: 0 }}>
					Add tier
				</Button>
			</Stack>
			<DataTable
				label="Tiers"
				columns={columns}
				rows={tiers.data?.tiers}
				keyOf={({ code }) => code}
				skeletonRows={4}
				narrow={(tier) => (
					<TwoLines
						first={tier.name}
						second={`${plural(tier.users, "person", "people")} · ${tests(tier)} runs · ${budget(tier)}`}
						end={edit(tier)}
					/>
				)}
				empty={<EmptyState title="No tiers">Without a tier nobody may use a model.</EmptyState>}
			/>
			{editing && tiers.data && (
				<TierDialog tier={editing === "new" ? null : editing} all={tiers.data} onClose={() => setEditing(null)} />
			)}
		</Stack>
	);
}
