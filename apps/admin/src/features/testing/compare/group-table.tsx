import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { formatMoment, type Moment } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import type { ModelPair, matchModels } from "./match-models.ts";
import { type ComparedLine, figureLines } from "./run-differences.ts";

const columns = ["Cost", "Total time", "Tokens out"];

interface GroupTableProps {
	matched: ReturnType<typeof matchModels> & { startedAt: readonly [Moment, Moment] };
	/** The pair whose words are compared below. */
	shown: [string, string];
	onShow: (runIds: [string, string]) => void;
}

/** Two tests model by model: what each took and cost in the one and in the other. */
export function GroupTable({ matched: { pairs, only, startedAt }, shown, onShow }: GroupTableProps) {
	return (
		<Box component="section" aria-label="Model by model" sx={{ mb: 3 }}>
			<Table
				size="small"
				aria-label="Model by model"
				sx={{ fontVariantNumeric: "tabular-nums", "& th, & td": { px: { xs: 0.75, sm: 2 } } }}
			>
				<TableHead>
					<TableRow sx={{ "& th": { color: "text.secondary", fontWeight: 550 } }}>
						<TableCell>Model</TableCell>
						{columns.map((name) => (
							<TableCell key={name}>{name}</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{pairs.map((pair) => (
						<PairRow
							key={pair.modelId}
							pair={pair}
							isShown={pair.runIds.join() === shown.join()}
							onShow={() => onShow(pair.runIds)}
						/>
					))}
				</TableBody>
			</Table>
			<Box sx={{ mt: 1, fontSize: 13, color: "text.secondary" }}>
				A was run {formatMoment(startedAt[0])}, B {formatMoment(startedAt[1])}; figures are A → B. Choose a model to
				compare its answers below.
			</Box>
			{only.map((models, index) =>
				models.length === 0 ? null : (
					<Box key={index === 0 ? "a" : "b"} sx={{ fontSize: 13, color: "text.secondary", overflowWrap: "anywhere" }}>
						Only in {index === 0 ? "A" : "B"}: {models.join(", ")}.
					</Box>
				),
			)}
		</Box>
	);
}

function PairRow({ pair, isShown, onShow }: { pair: ModelPair; isShown: boolean; onShow: () => void }) {
	const [a, b] = pair.runIds;
	const runs = [trpc.testing.byId.useQuery({ runId: a }), trpc.testing.byId.useQuery({ runId: b })] as const;
	const [first, second] = [runs[0].data, runs[1].data];
	const lines = first && second && figureLines(first, second);
	const isGone = runs.some(({ isError }) => isError);
	return (
		<TableRow selected={isShown}>
			<TableCell component="th" scope="row" sx={{ overflowWrap: "anywhere" }}>
				<Link
					component="button"
					variant="inherit"
					aria-pressed={isShown}
					onClick={onShow}
					sx={{ textAlign: "left", ...(isShown && { color: "inherit", fontWeight: 600, textDecoration: "none" }) }}
				>
					{pair.modelId}
				</Link>
			</TableCell>
			{columns.map((name) => (
				<TableCell key={name}>
					{isGone ? "not kept" : <Change line={lines?.find(({ label }) => label === name)} />}
				</TableCell>
			))}
		</TableRow>
	);
}

const Change = ({ line }: { line: ComparedLine | undefined }) => (
	<>
		<div>{line ? line.sides.join(" → ") : "…"}</div>
		<Box sx={{ fontSize: 12, color: "text.secondary", minHeight: 18 }}>{line?.difference}</Box>
	</>
);
