import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Markdown } from "@/components/markdown.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import { CellRun } from "./cell-run.tsx";
import type { Suite } from "./suite-words.ts";

interface CellDrawerProps {
	suite: Suite;
	templateIndex: number;
	modelId: string;
	onClose: () => void;
}

/** The runs of one template on one model: what was asked, each answer, and which checks it passed. */
export default function CellDrawer({ suite, templateIndex, modelId, onClose }: CellDrawerProps) {
	const template = suite.templates[templateIndex];
	const cells = suite.cellList.filter((cell) => cell.templateIndex === templateIndex && cell.modelId === modelId);
	const asked = template?.messages.findLast(({ role }) => role === "user")?.content ?? "";
	return (
		<SideSheet
			label={`${template?.name} on ${modelId}`}
			width={640}
			head={
				<Box sx={{ flex: 1, minWidth: 0, py: 1.5 }}>
					<Typography variant="h2">{template?.name}</Typography>
					<Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
						{modelId}
					</Typography>
				</Box>
			}
			onClose={onClose}
		>
			<Box sx={{ px: 2, pb: 3, overflowY: "auto", flex: 1 }} tabIndex={0} role="group" aria-label="Runs">
				<Box component="details" sx={{ mb: 2, fontSize: 14 }}>
					<summary>What was asked</summary>
					<Box sx={{ mt: 1, pl: 1.5, borderLeft: 2, borderColor: "divider" }}>
						<Markdown text={asked} />
					</Box>
				</Box>
				{cells.map((cell) => (
					<CellRun key={cell.position} cell={cell} suite={suite} />
				))}
			</Box>
		</SideSheet>
	);
}
