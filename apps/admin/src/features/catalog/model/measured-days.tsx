import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDay, formatDuration } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { PlainTable } from "./plain-table.tsx";

export type MeasuredDay = RouterOutputs["catalog"]["measuredByDay"]["days"][number];

const MeasuredCharts = lazy(() => import("./measured-charts.tsx"));

/** The runs day by day: two charts, and the same as a table. */
export function MeasuredDays({ modelId }: { modelId: string }) {
	const measured = trpc.catalog.measuredByDay.useQuery({ id: modelId });
	if (measured.isError) return <ErrorState error={measured.error} onRetry={() => void measured.refetch()} />;
	if (measured.isPending) return chartShape;
	const { days } = measured.data;
	const busy = days.filter(({ runs }) => runs > 0).toReversed();
	return (
		<>
			<Suspense fallback={chartShape}>
				<MeasuredCharts days={days} />
			</Suspense>
			<Box component="details" sx={{ mt: 1, fontSize: 13 }}>
				<Box component="summary" sx={{ cursor: "pointer", color: "text.secondary" }}>
					The figures by day (UTC)
				</Box>
				<PlainTable
					label="Measured by day"
					head={["Day", "Runs", "Succeeded", "First token, p50 / p95", "Whole answer, p50 / p95"]}
					rows={busy.map(({ day, runs, successes, ttftMs, latencyMs }) => ({
						key: day,
						cells: [formatDay(day), formatCount(runs), formatCount(successes), spread(ttftMs), spread(latencyMs)],
					}))}
				/>
			</Box>
		</>
	);
}

const chartShape = <Skeleton variant="rounded" height={232} sx={{ mt: 1 }} />;

const spread = (value: MeasuredDay["ttftMs"]) =>
	value === null ? "not measured" : `${formatDuration(value.p50)} / ${formatDuration(value.p95)}`;
