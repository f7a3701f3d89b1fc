import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import type { Theme } from "@mui/material/styles";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { FilterSelect } from "@/components/filter-select.tsx";
import { useSession } from "@/lib/session.ts";
import { MatrixCards } from "./matrix-cards.tsx";
import { MatrixTable } from "./matrix-table.tsx";
import { type ModelFigures, type Sort, type Suite, sortModels, sorts } from "./suite-words.ts";

export interface MatrixProps {
	suite: Suite;
	/** In the order in which they are shown. */
	models: ModelFigures[];
	/** Opens the runs of a template on a model. */
	onOpen: (templateIndex: number, modelId: string) => void;
	/** Absent for those who may not. */
	onDecide: ((modelId: string) => void) | undefined;
}

const labels: Record<Sort, string> = {
	best: "Best pass rate",
	cheapest: "Cheapest per pass",
	fastest: "Fastest",
};

interface SuiteMatrixProps extends Pick<MatrixProps, "suite" | "onOpen"> {
	sort: Sort;
	onSort: (sort: Sort) => void;
	onDecide: (modelId: string) => void;
}

/** What the models did with the templates: how often they passed and how surely, what a pass cost, how long they took. */
export function SuiteMatrix({ suite, sort, onSort, onOpen, onDecide }: SuiteMatrixProps) {
	const { user } = useSession();
	const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const View = isNarrow ? MatrixCards : MatrixTable;
	return (
		<Box component="section" aria-label="Matrix">
			<Stack direction="row" sx={{ alignItems: "center", gap: 2, mb: 1 }}>
				<Typography variant="h2" sx={{ flex: 1 }}>
					Models
				</Typography>
				<FilterSelect
					label="Order"
					required
					value={sort}
					options={sorts.map((value) => ({ value, label: labels[value] }))}
					onChange={(next) => next && onSort(next)}
				/>
			</Stack>
			<View
				suite={suite}
				models={sortModels(suite.matrix.models, sort)}
				onOpen={onOpen}
				onDecide={user?.role === "viewer" ? undefined : onDecide}
			/>
			<Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
				Pass rate with Wilson's 95 % interval: where intervals overlap, the order may be chance. Cost per pass is all
				that was paid, failed answers included, by the passes. Latency is the median with its spread.
			</Typography>
		</Box>
	);
}
