import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { Cost } from "@/components/cost.tsx";
import { DataTable } from "@/components/data-table.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { FilterSelect } from "@/components/filter-select.tsx";
import { Price } from "@/components/price.tsx";
import { formatCount, formatTokens, formatUsd, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { mostCompared } from "../compare/columns.ts";
import { ListedModel } from "../listed-model.tsx";
import { statusOf } from "../status-words.ts";
import { differenceWords } from "./difference-words.ts";

type Similar = RouterOutputs["catalog"]["similar"];
type Row = Similar["models"][number];

/** What could take this model's place, and what its runs would have cost there. */
export default function SimilarModels({ modelId }: { modelId: string }) {
	const { isAdmin } = useSession();
	const [usage, setUsage] = useState<"own" | "everybody">();
	const similar = trpc.catalog.similar.useQuery({ modelId, usage });
	if (similar.isError) return <ErrorState error={similar.error} onRetry={() => void similar.refetch()} />;
	if (similar.isPending) return <Skeleton variant="rounded" height={320} />;
	const { basis, here, models } = similar.data;
	return (
		<Stack sx={{ gap: 1 }}>
			<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: { xs: 1.5, sm: 2 } }}>
				<Box sx={{ flex: 1, fontSize: 13, fontVariantNumeric: "tabular-nums" }}>
					{basisWords(basis)} On this model, at its price of today: <Cost usd={here.usd} state={here.state} />
				</Box>
				{isAdmin && (
					<FilterSelect
						label="Runs of"
						required
						value={usage ?? "everybody"}
						options={scopes}
						onChange={(next) => next && setUsage(next)}
					/>
				)}
			</Stack>
			<DataTable
				label="Similar models"
				rows={models}
				keyOf={({ id }) => id}
				columns={[
					{ label: "Model", cell: (row) => <Name row={row} /> },
					{ label: "In $/1M", numeric: true, cell: (row) => <Rate row={row} name="inputPer1M" /> },
					{ label: "Out $/1M", numeric: true, cell: (row) => <Rate row={row} name="outputPer1M" /> },
					{ label: "Context", numeric: true, cell: contextOf },
					{ label: "Would cost", numeric: true, cell: ({ usd, state }) => <Cost usd={usd} state={state} /> },
					{ label: "Than here", numeric: true, cell: ({ differenceUsd }) => differenceWords(differenceUsd) },
				]}
				narrow={(row) => (
					<Stack direction="row" sx={{ gap: 1, justifyContent: "space-between" }}>
						<Name row={row} />
						<Box sx={{ textAlign: "right", fontSize: 13 }}>
							<Cost usd={row.usd} state={row.state} />
							<Box sx={{ fontSize: 12, color: "text.secondary" }}>{differenceWords(row.differenceUsd)}</Box>
						</Box>
					</Stack>
				)}
				empty={
					<Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
						No enabled model can do all of what this one can, in at least its context.
					</Typography>
				}
			/>
			<Typography variant="caption" color="textSecondary">
				Enabled models that stay, can do all of what this one can and take at least its context: first other offers of
				the same model, then the nearest in price. Costs are estimates: every model counts its tokens in its own way.
			</Typography>
			{models.length > 0 && (
				<Link
					component={RouterLink}
					to={paths.compare([modelId, ...models.slice(0, mostCompared - 1).map(({ id }) => id)])}
					sx={{ fontSize: 13 }}
				>
					Compare it with {models.length === 1 ? "this one" : "the nearest"} side by side
				</Link>
			)}
		</Stack>
	);
}

const scopes = [
	{ value: "everybody" as const, label: "everybody" },
	{ value: "own" as const, label: "me alone" },
];

function basisWords(basis: Similar["basis"]): string {
	if (basis.kind === "example") {
		const { messages, inputTokens, outputTokens } = basis;
		return `No run of the last 30 days to go by, so as an example: ${formatCount(messages)} messages of ${formatCount(inputTokens)} tokens in and ${formatCount(outputTokens)} out.`;
	}
	const { scope, runs, uncounted, days, inputTokens, outputTokens, spentUsd, unpriced } = basis;
	const whose = scope === "own" ? "Your" : "Everybody's";
	const spent = [
		`${formatUsd(spentUsd)} spent`,
		unpriced > 0 && `${formatCount(unpriced)} of unknown cost`,
		uncounted > 0 && `${formatCount(uncounted)} more without a count are left out`,
	].filter(Boolean);
	return `${whose} ${plural(runs, "run")} of the last ${days} days: ${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens)} out; ${spent.join(", ")}.`;
}

const Name = ({ row }: { row: Row }) => (
	<ListedModel {...row} note={[row.isSameModel && "the same model", statusOf(row).word].filter(Boolean).join(" · ")} />
);

const Rate = ({ row, name }: { row: Row; name: "inputPer1M" | "outputPer1M" }) => (
	<Price usdPer1M={row[name]} free={row.priceState === "free"} />
);

const contextOf = ({ contextLength }: Row) => (contextLength === null ? "unknown" : formatTokens(contextLength));
