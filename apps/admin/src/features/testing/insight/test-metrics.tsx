import type { RunEnd } from "@llm-hub/api/schemas";
import InsightsIcon from "@mui/icons-material/InsightsOutlined";
import { Cost } from "@/components/cost.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { formatCount, formatDuration, formatUsd } from "@/lib/format.ts";
import { formatSpeed, speedOf } from "../speed.ts";
import { useRunParts } from "../use-runs.ts";
import { FigureChart } from "./figure-chart.tsx";
import { FigureTable } from "./figure-table.tsx";
import type { InsightProps } from "./insight-drawer.tsx";

const known = <Value,>(value: Value | null, format: (value: Value) => string) =>
	value === null ? "unknown" : format(value);

/** What the runs on the page measured, beside each other. */
export default function TestMetrics({ lab }: InsightProps) {
	const runs = lab.places.flatMap(({ runId }) => (runId === null ? [] : [lab.follower.run(runId)]));
	const states = useRunParts(runs, (state) => state.end);
	if (lab.places.some(({ isVeiled }) => isVeiled)) {
		return <EmptyState title="Hidden until you vote">Speed and cost would give away whose answer is whose.</EmptyState>;
	}
	const ends = states.flatMap((end, index): (RunEnd & { modelId: string })[] => {
		const modelId = runs[index]?.getSnapshot().modelId;
		return end && modelId ? [{ ...end, modelId }] : [];
	});
	if (ends.length === 0) {
		return (
			<EmptyState icon={InsightsIcon} title="Nothing measured yet">
				Run a test: its times, speeds and costs are compared here when its answers have ended.
			</EmptyState>
		);
	}
	const rows = ends.map(({ modelId }) => modelId);
	const costs = ends.map(({ costUsd, costState }) =>
		costState === "free" ? 0 : costUsd === null ? null : Number(costUsd),
	);
	return (
		<>
			<FigureTable
				label="Figures of this test"
				head={["Model", "First token", "Total time", "Speed", "Tokens out", "Cost"]}
				rows={ends.map((end) => ({
					key: end.runId,
					cells: [
						end.modelId,
						known(end.ttftMs, formatDuration),
						known(end.latencyMs, formatDuration),
						known(speedOf(end), formatSpeed),
						known(end.outputTokens, formatCount),
						<Cost key="cost" usd={end.costUsd} state={end.costState} />,
					],
				}))}
			/>
			<FigureChart
				title="Latency"
				rows={rows}
				format={formatDuration}
				series={[
					{ label: "First token", values: ends.map(({ ttftMs }) => ttftMs) },
					{ label: "Total time", values: ends.map(({ latencyMs }) => latencyMs) },
				]}
			/>
			<FigureChart
				title="Speed"
				rows={rows}
				format={formatSpeed}
				series={[{ label: "Speed", values: ends.map(speedOf) }]}
			/>
			<FigureChart
				title="Cost"
				rows={rows}
				format={(usd) => formatUsd(String(usd))}
				series={[{ label: "Cost", values: costs }]}
			/>
		</>
	);
}
