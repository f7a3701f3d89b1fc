import InsightsIcon from "@mui/icons-material/InsightsOutlined";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDuration, formatUsd } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { formatSpeed } from "../speed.ts";
import { unitOnce } from "../unit-once.ts";
import { FigureChart } from "./figure-chart.tsx";
import { FigureCell, FigureTable } from "./figure-table.tsx";
import { PeriodSelect } from "./period-select.tsx";
import { TemplateSelect } from "./template-select.tsx";

/** So many models are drawn; the table has them all. */
const mostBars = 12;

type Spread = { n: number; p50: number; p95: number } | null;
function spread(value: Spread, format: (value: number) => string): ReactNode {
	if (value === null) return "unknown";
	const { n, p50, p95 } = value;
	const words = n === 1 ? format(p50) : unitOnce(format(p50), " / ", format(p95));
	return <FigureCell words={words} basis={`n=${formatCount(n)}`} />;
}

/** What one's own runs measured over time, by model: medians with the 95th percentile, and how many runs they stand on. */
export default function HistoryMetrics() {
	const [days, setDays] = useState<number | null>(30);
	const [templateId, setTemplateId] = useState<string | undefined>();
	const metrics = trpc.testing.metrics.useQuery({ days, templateId }, { placeholderData: keepPreviousData });
	const all = metrics.data ?? [];
	const drawn = all.filter(({ latencyMs }) => latencyMs !== null).slice(0, mostBars);
	const rows = drawn.map(({ modelId }) => modelId);
	return (
		<>
			<Stack direction="row" sx={{ gap: 1, mb: 2, flexWrap: "wrap" }}>
				<PeriodSelect days={days} onChange={setDays} />
				<TemplateSelect templateId={templateId} onChange={setTemplateId} />
			</Stack>
			{metrics.isError && <ErrorState error={metrics.error} onRetry={() => void metrics.refetch()} />}
			{metrics.isPending && <Skeleton variant="rounded" height={320} />}
			{metrics.data?.length === 0 && (
				<EmptyState icon={InsightsIcon} title="No run in this period">
					Every run of the lab counts here with its time, speed and cost.
				</EmptyState>
			)}
			{all.length > 0 && (
				<>
					<FigureTable
						label="Figures of my runs"
						head={[
							"Model",
							"Runs",
							"First token, p50\u00a0/\u00a0p95",
							"Total time, p50\u00a0/\u00a0p95",
							"Speed, p50\u00a0/\u00a0p95",
							"Cost in all",
							"Cost of a run,\u00a0p50",
						]}
						rows={all.map((row) => ({
							key: row.modelId,
							cells: [
								row.modelId,
								row.failed > 0 ? (
									<FigureCell key="runs" words={formatCount(row.runs)} basis={`${formatCount(row.failed)} failed`} />
								) : (
									formatCount(row.runs)
								),
								spread(row.ttftMs, formatDuration),
								spread(row.latencyMs, formatDuration),
								spread(row.tokensPerSecond, formatSpeed),
								costOf(row),
								row.medianCostUsd === null ? "unknown" : formatUsd(row.medianCostUsd),
							],
						}))}
					/>
					<FigureChart
						title="First token"
						rows={rows}
						format={formatDuration}
						series={[
							{ label: "p50", values: drawn.map(({ ttftMs }) => ttftMs?.p50 ?? null) },
							{ label: "p95", values: drawn.map(({ ttftMs }) => ttftMs?.p95 ?? null) },
						]}
					/>
					<FigureChart
						title="Total time"
						rows={rows}
						format={formatDuration}
						series={[
							{ label: "p50", values: drawn.map(({ latencyMs }) => latencyMs?.p50 ?? null) },
							{ label: "p95", values: drawn.map(({ latencyMs }) => latencyMs?.p95 ?? null) },
						]}
					/>
					<FigureChart
						title="Cost of a run, median"
						rows={rows}
						format={(usd) => formatUsd(String(usd))}
						series={[
							{
								label: "Cost",
								values: drawn.map(({ medianCostUsd }) => (medianCostUsd === null ? null : Number(medianCostUsd))),
							},
						]}
					/>
				</>
			)}
		</>
	);
}

/** What is known, and how many runs are missing from it. */
function costOf({ costUsd, priced, unpriced }: { costUsd: string; priced: number; unpriced: number }): string {
	if (priced === 0) return unpriced > 0 ? "unknown" : "no cost";
	return unpriced > 0 ? `${formatUsd(costUsd)} + ${formatCount(unpriced)} unknown` : formatUsd(costUsd);
}
