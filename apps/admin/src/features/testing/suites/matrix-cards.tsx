import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Paper from "@mui/material/Paper";
import { NamedFigures } from "../named-figures.tsx";
import { CellWords } from "./cell-words.tsx";
import { DecideButton } from "./decide-button.tsx";
import type { MatrixProps } from "./suite-matrix.tsx";
import { totalsOf } from "./suite-words.ts";

/** The matrix on a phone: a card for each model, with its templates below its totals. */
export function MatrixCards({ suite, models, onOpen, onDecide }: MatrixProps) {
	return (
		<Box component="ul" aria-label="Matrix" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1.5 }}>
			{models.map((figures) => (
				<Paper component="li" key={figures.modelId} variant="outlined" sx={{ p: 1.5, minWidth: 0 }}>
					<Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
						<Box sx={{ flex: 1, minWidth: 0, fontWeight: 600, overflowWrap: "anywhere" }}>{figures.modelId}</Box>
						<DecideButton modelId={figures.modelId} onDecide={onDecide} />
					</Box>
					<Box sx={{ my: 1 }}>
						<NamedFigures figures={totalsOf(figures)} />
					</Box>
					{suite.matrix.cells
						.filter(({ modelId }) => modelId === figures.modelId)
						.map((cell) => (
							<ButtonBase
								key={cell.templateIndex}
								onClick={() => onOpen(cell.templateIndex, cell.modelId)}
								sx={{
									display: "flex",
									width: 1,
									gap: 1,
									py: 1,
									borderTop: 1,
									borderColor: "divider",
									font: "inherit",
									textAlign: "left",
									alignItems: "flex-start",
								}}
							>
								<Box component="span" sx={{ flex: 1, minWidth: 0 }}>
									{suite.templates[cell.templateIndex]?.name}
								</Box>
								<Box component="span" sx={{ flex: 1 }}>
									<CellWords suite={suite} cell={cell} />
								</Box>
							</ButtonBase>
						))}
				</Paper>
			))}
		</Box>
	);
}
