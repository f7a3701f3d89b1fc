import Box from "@mui/material/Box";
import { BarChart } from "@mui/x-charts/BarChart";
import { LineChart } from "@mui/x-charts/LineChart";
import type { ReactNode } from "react";
import { formatDuration } from "@/lib/format.ts";
import type { MeasuredDay } from "./measured-days.tsx";

const dayFormat = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });
const shortDay = (day: string) => dayFormat.format(new Date(day));
const color = (name: "primary" | "success" | "warning" | "error") => `var(--mui-palette-${name}-main)`;
const margin = { left: 0, right: 16, top: 8, bottom: 0 };

/** How long answers took day by day, and how many runs that stands on. */
export default function MeasuredCharts({ days }: { days: readonly MeasuredDay[] }) {
	const names = days.map(({ day }) => day);
	const xAxis = [
		{
			data: names,
			scaleType: "band" as const,
			valueFormatter: shortDay,
			tickInterval: (_: string, index: number) => index % 7 === 2,
		},
	];
	const time = (value: number | null) => (value === null ? "not measured" : formatDuration(value));
	const line = (label: string, name: Parameters<typeof color>[0], values: (number | null)[]) => ({
		label,
		color: color(name),
		data: values,
		curve: "linear" as const,
		showMark: true,
		valueFormatter: time,
	});
	return (
		<Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", md: "1fr 1fr" }, gap: 2, mt: 1 }}>
			<Figure title="Time by day">
				<LineChart
					height={200}
					skipAnimation
					xAxis={xAxis}
					yAxis={[{ min: 0, valueFormatter: (value: number) => formatDuration(value), width: 60 }]}
					series={[
						line(
							"First token, p50",
							"success",
							days.map(({ ttftMs }) => ttftMs?.p50 ?? null),
						),
						line(
							"Whole answer, p50",
							"primary",
							days.map(({ latencyMs }) => latencyMs?.p50 ?? null),
						),
						line(
							"Whole answer, p95",
							"warning",
							days.map(({ latencyMs }) => latencyMs?.p95 ?? null),
						),
					]}
					margin={margin}
				/>
			</Figure>
			<Figure title="Runs by day">
				<BarChart
					height={200}
					skipAnimation
					xAxis={xAxis}
					yAxis={[{ min: 0, tickMinStep: 1, width: 40 }]}
					series={[
						{
							label: "succeeded",
							stack: "runs",
							color: color("success"),
							data: days.map(({ successes }) => successes),
						},
						{
							label: "failed",
							stack: "runs",
							color: color("error"),
							data: days.map(({ runs, successes }) => runs - successes),
						},
					]}
					margin={margin}
				/>
			</Figure>
		</Box>
	);
}

const Figure = ({ title, children }: { title: string; children: ReactNode }) => (
	<Box component="figure" sx={{ m: 0, minWidth: 0 }}>
		<Box component="figcaption" sx={{ fontSize: 13, fontWeight: 600 }}>
			{title}
		</Box>
		{children}
	</Box>
);
