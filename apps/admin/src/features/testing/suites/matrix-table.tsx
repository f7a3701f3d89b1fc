import ButtonBase from "@mui/material/ButtonBase";
import Paper from "@mui/material/Paper";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { CellWords, FigureWords } from "./cell-words.tsx";
import { DecideButton } from "./decide-button.tsx";
import type { MatrixProps } from "./suite-matrix.tsx";
import { totalsOf } from "./suite-words.ts";

/** Models down, their totals first, then a column for each template. */
export function MatrixTable({ suite, models, onOpen, onDecide }: MatrixProps) {
	return (
		<TableContainer
			component={Paper}
			variant="outlined"
			tabIndex={0}
			role="group"
			aria-label="Matrix of models and templates"
		>
			<Table
				size="small"
				aria-label="Matrix"
				sx={{
					// The names' edge stays with them.
					borderCollapse: "separate",
					"& tbody tr:last-of-type > *": { borderBottom: 0 },
					"& td, & th": { px: 1, borderColor: "divider", verticalAlign: "top", fontVariantNumeric: "tabular-nums" },
				}}
			>
				<TableHead>
					<TableRow sx={{ "& th": { color: "text.secondary", fontWeight: 550 } }}>
						<TableCell sx={sticky}>Model</TableCell>
						{models[0] &&
							totalsOf(models[0]).map(([name]) => (
								<TableCell key={name} align="right" sx={{ whiteSpace: "nowrap" }}>
									{name}
								</TableCell>
							))}
						{onDecide && <TableCell>Decision</TableCell>}
						{suite.templates.map(({ templateId, name }) => (
							<TableCell key={templateId} sx={{ maxWidth: 200, overflowWrap: "break-word" }}>
								{name}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{models.map((figures) => (
						<TableRow key={figures.modelId}>
							<TableCell component="th" scope="row" sx={{ ...sticky, fontWeight: 550 }}>
								<ModelId id={figures.modelId} />
							</TableCell>
							{totalsOf(figures).map(([name, words]) => (
								<TableCell key={name} align="right">
									<FigureWords>{words}</FigureWords>
								</TableCell>
							))}
							{onDecide && (
								<TableCell sx={{ py: 0 }}>
									<DecideButton modelId={figures.modelId} onDecide={onDecide} />
								</TableCell>
							)}
							{suite.matrix.cells
								.filter(({ modelId }) => modelId === figures.modelId)
								.map((cell) => (
									<TableCell key={cell.templateIndex} sx={{ "&&": { p: 0 } }}>
										<ButtonBase
											onClick={() => onOpen(cell.templateIndex, cell.modelId)}
											sx={{
												width: 1,
												justifyContent: "flex-start",
												textAlign: "left",
												px: 1,
												py: 0.75,
												borderRadius: 1,
												font: "inherit",
												"&:hover": { bgcolor: "action.hover" },
											}}
										>
											<CellWords suite={suite} cell={cell} />
										</ButtonBase>
									</TableCell>
								))}
						</TableRow>
					))}
				</TableBody>
			</Table>
		</TableContainer>
	);
}

/** Where room is short, it breaks after its provider and not within a word. */
function ModelId({ id }: { id: string }) {
	const end = id.indexOf("/") + 1;
	return (
		<>
			{id.slice(0, end)}
			<wbr />
			{id.slice(end)}
		</>
	);
}

/** Names stay in sight while the templates scroll, and leave them most of the room. */
const sticky = {
	position: "sticky",
	left: 0,
	zIndex: 1,
	minWidth: 144,
	maxWidth: 200,
	overflowWrap: "break-word",
	borderRight: 1,
	borderRightColor: "divider",
	bgcolor: "background.paper",
} as const;
