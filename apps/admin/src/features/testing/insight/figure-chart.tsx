import Box from "@mui/material/Box";
import { BarChart } from "@mui/x-charts/BarChart";

export interface ChartSeries {
	label: string;
	/** One a row; null where it is not known, which draws no bar. */
	values: (number | null)[];
}

interface FigureChartProps {
	title: string;
	rows: string[];
	series: ChartSeries[];
	format: (value: number) => string;
}

const shortName = (modelId: string) => modelId.split("/").at(-1) ?? modelId;

/** Bars a model. The table beside it has the figures; this shows how far apart they are. */
export function FigureChart({ title, rows, series, format }: FigureChartProps) {
	const bars = series.length * 14 + 12;
	return (
		<Box component="figure" sx={{ m: 0, mb: 2 }}>
			<Box component="figcaption" sx={{ fontSize: 14, fontWeight: 600, mb: 0.5 }}>
				{title}
			</Box>
			<BarChart
				layout="horizontal"
				height={rows.length * bars + 64}
				skipAnimation
				hideLegend={series.length < 2}
				yAxis={[
					{ data: rows, scaleType: "band", width: 150, valueFormatter: shortName, tickLabelStyle: { fontSize: 12 } },
				]}
				xAxis={[{ min: 0, valueFormatter: (value: number) => format(value), tickNumber: 4 }]}
				series={series.map(({ label, values }, index) => ({
					label,
					data: values,
					color: `var(--mui-palette-${index === 0 ? "primary" : "success"}-main)`,
					valueFormatter: (value) => (value === null ? "unknown" : format(value)),
				}))}
				margin={{ left: 0, right: 48, top: 8, bottom: 0 }}
			/>
		</Box>
	);
}
