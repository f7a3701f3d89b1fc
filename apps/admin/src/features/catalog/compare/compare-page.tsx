import CompareIcon from "@mui/icons-material/CompareArrows";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { Link } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { AddModel } from "../add-model.tsx";
import { type Column, differs, mostCompared, type RowGroup } from "./columns.ts";
import { CompareTable } from "./compare-table.tsx";
import { capabilityRows, dateRows, measuredRows, sizeRows, useRows } from "./fact-rows.ts";
import { priceRows } from "./price-rows.ts";
import { useComparison } from "./use-comparison.ts";

const groupsOf = (columns: readonly Column[], days: number | undefined): RowGroup[] => [
	{ title: "Use", rows: useRows },
	{ title: "USD per 1M tokens", rows: priceRows(columns) },
	{ title: "Size", rows: sizeRows },
	{ title: "Can do", rows: capabilityRows(columns) },
	{ title: "Dates", rows: dateRows },
	// Nobody but those who are signed in may see how our runs went.
	...(days === undefined ? [] : [{ title: `Measured by us in ${days} days`, rows: measuredRows }]),
];

/** Up to six models side by side. */
export default function ComparePage() {
	const comparison = useComparison();
	const { asked, leftOut, only, columnOf } = comparison;
	const columns = asked.flatMap((name) => columnOf(name) ?? []);
	const isSeveral = columns.length > 1;
	const groups = groupsOf(columns, comparison.measuredDays)
		.map(({ title, rows }) => ({
			title,
			rows: only && isSeveral ? rows.filter((row) => differs(row, columns)) : rows,
		}))
		.filter(({ rows }) => rows.length > 0);
	const isFull = asked.length >= mostCompared;
	return (
		<PageContainer
			title="Compare models"
			truth={`${plural(asked.length, "model")} side by side, at most ${mostCompared} · ≠ marks what differs`}
			action={
				asked.length > 0 && (
					<Button component={Link} to={paths.calculator(asked)} variant="outlined" color="inherit">
						Calculate cost
					</Button>
				)
			}
			fill
		>
			<Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 2, rowGap: 1, mb: 1.5 }}>
				<AddModel
					label="Add a model"
					chosen={asked}
					full={isFull ? "Six stand here: take one out first." : undefined}
					onAdd={comparison.add}
				/>
				{isSeveral && (
					<FormControlLabel
						control={<Switch checked={only} onChange={(event) => comparison.setOnly(event.target.checked)} />}
						label="Only differences"
						sx={{ ml: 0 }}
						slotProps={{ typography: { variant: "body2" } }}
					/>
				)}
			</Box>
			{leftOut.length > 0 && (
				<Alert severity="info" variant="outlined" sx={{ mb: 1.5 }}>
					Six models fit side by side. Left out: {leftOut.join(", ")}. Take one out, and the next comes in.
				</Alert>
			)}
			{comparison.error && <ErrorState error={comparison.error} onRetry={comparison.retry} />}
			{asked.length === 0 ? (
				<EmptyState
					icon={CompareIcon}
					title="No model to compare yet"
					action={
						<Button component={Link} to={paths.catalog} variant="outlined">
							Choose in the catalog
						</Button>
					}
				>
					Add models above, or tick them in the catalog and choose Compare.
				</EmptyState>
			) : (
				(!comparison.error || columns.length > 0) && (
					<CompareTable asked={asked} columnOf={columnOf} groups={groups} onRemove={comparison.remove} />
				)
			)}
		</PageContainer>
	);
}
