import Box from "@mui/material/Box";
import MuiLink from "@mui/material/Link";
import { Link } from "react-router";
import { CostTerms } from "@/components/cost-terms.tsx";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatUsd } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { differenceWords, type Forecast, noteWords, rangeWords } from "./forecast-words.ts";
import { RangeBar } from "./range-bar.tsx";

const meaning = "Tokens of all messages × the price that is in force now, as the cost of a run is worked out.";

const grey = { fontSize: 12, color: "text.secondary" } as const;

function ModelCell({ forecast: { asked, modelId, displayName } }: { forecast: Forecast }) {
	return (
		<Box sx={{ display: "flex", alignItems: "center", gap: 1, maxWidth: 240 }}>
			<ProviderMark provider={providerOf(modelId ?? asked)} />
			<TwoLines
				first={
					modelId === null ? (
						displayName
					) : (
						<MuiLink component={Link} to={paths.model(modelId)} color="textPrimary">
							{displayName}
						</MuiLink>
					)
				}
				second={modelId === null || modelId === asked ? asked : `${asked} → ${modelId}`}
			/>
		</Box>
	);
}

const Typical = ({ forecast: { typicalUsd, state, explanation } }: { forecast: Forecast }) => (
	<Box component="span" sx={{ whiteSpace: "nowrap" }}>
		{typicalUsd === null ? (
			<Box component="span" sx={{ color: "text.secondary" }}>
				unknown
			</Box>
		) : state === "free" ? (
			"free"
		) : (
			formatUsd(typicalUsd)
		)}
		{explanation.length > 0 && <CostTerms meaning={meaning} lines={explanation} />}
	</Box>
);

const Range = ({ forecast, mostUsd }: { forecast: Forecast; mostUsd: number }) => (
	<Box sx={{ py: 0.75 }}>
		<Box sx={{ whiteSpace: "nowrap", color: forecast.lowUsd === null ? "text.secondary" : undefined }}>
			{rangeWords(forecast)}
			{forecast.notes.includes("reasoning") && forecast.lowUsd !== null && (
				<Box component="span" sx={{ color: "text.secondary" }}>
					{" "}
					and more
				</Box>
			)}
		</Box>
		<RangeBar forecast={forecast} mostUsd={mostUsd} />
	</Box>
);

const Notes = ({ forecast: { notes } }: { forecast: Forecast }) => (
	<Box sx={{ ...grey, maxWidth: 260 }}>
		{notes.map((note) => (
			<div key={note}>{noteWords[note]}</div>
		))}
	</Box>
);

interface ForecastTableProps {
	models: readonly Forecast[] | undefined;
	/** Of what the amounts are: `A month`. */
	period: string;
	nowId: string | null;
	isStale: boolean;
	/** How many models are on the way. */
	expected: number;
}

/** What each model would cost, the cheapest first. */
export function ForecastTable({ models, period, nowId, isStale, expected }: ForecastTableProps) {
	const mostUsd = Math.max(0, ...(models ?? []).map(({ highUsd }) => Number(highUsd ?? 0)));
	const difference = (forecast: Forecast) =>
		nowId !== null && forecast.modelId === nowId ? "in use now" : (differenceWords(forecast) ?? "–");
	const columns: Column<Forecast>[] = [
		{ label: "Model", cell: (forecast) => <ModelCell forecast={forecast} /> },
		{
			label: `${period}, from – to`,
			width: "20%",
			cell: (forecast) => <Range forecast={forecast} mostUsd={mostUsd} />,
		},
		{ label: "Typical", numeric: true, cell: (forecast) => <Typical forecast={forecast} /> },
		{
			label: "A message",
			numeric: true,
			cell: ({ eachUsd, state }) => (eachUsd === null ? "–" : state === "free" ? "free" : formatUsd(eachUsd)),
		},
		{
			label: "Against now",
			numeric: true,
			cell: (forecast) => <Box sx={{ whiteSpace: "nowrap" }}>{difference(forecast)}</Box>,
		},
		{ label: "Mind", cell: (forecast) => <Notes forecast={forecast} /> },
	];
	return (
		<DataTable
			label="Costs"
			columns={columns}
			rows={models}
			keyOf={({ asked }) => asked}
			isStale={isStale}
			empty={null}
			skeletonRows={expected}
			narrow={(forecast) => (
				<>
					<ModelCell forecast={forecast} />
					<Range forecast={forecast} mostUsd={mostUsd} />
					<Box sx={{ fontSize: 13 }}>
						Typical <Typical forecast={forecast} /> · {difference(forecast)}
					</Box>
					<Notes forecast={forecast} />
				</>
			)}
		/>
	);
}
