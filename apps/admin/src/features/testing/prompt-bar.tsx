import EditIcon from "@mui/icons-material/EditOutlined";
import ReplayIcon from "@mui/icons-material/Replay";
import StopIcon from "@mui/icons-material/Stop";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import { type ReactNode, useState } from "react";

interface PromptBarProps {
	/** What was asked; null while it is not known. */
	prompt: string | null;
	running: boolean;
	/** Absent where the composer is in sight. */
	onEdit: (() => void) | undefined;
	onStopAll: () => void;
	/** Absent where it cannot be run again. */
	onRunAgain: (() => void) | undefined;
	/** More that can be done with the test. */
	actions?: ReactNode;
}

/** What the panels below answer, and what can be done with all of them. The prompt stays in sight while they stream. */
export function PromptBar({ prompt, running, onEdit, onStopAll, onRunAgain, actions }: PromptBarProps) {
	const [open, setOpen] = useState(false);
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label="This test"
			sx={{ display: "flex", flexWrap: { xs: "wrap", md: "nowrap" }, gap: 1, alignItems: "flex-start", p: 1, mb: 1.5 }}
		>
			<ButtonBase
				aria-expanded={open}
				title={open ? undefined : "Show the whole prompt"}
				onClick={() => setOpen(!open)}
				sx={{
					flex: { xs: "1 0 100%", md: 1 },
					minWidth: 0,
					justifyContent: "flex-start",
					borderRadius: 1,
					px: 1,
					font: "inherit",
				}}
			>
				<Box
					component="span"
					sx={{
						fontSize: 14,
						lineHeight: "30px",
						textAlign: "left",
						unicodeBidi: "plaintext",
						overflowWrap: "anywhere",
						...(open
							? { whiteSpace: "pre-wrap", lineHeight: 1.5, maxHeight: 220, overflowY: "auto" }
							: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }),
					}}
				>
					{prompt ?? "The prompt is no longer kept."}
				</Box>
			</ButtonBase>
			<Stack direction="row" sx={{ gap: 0.5, flexShrink: { md: 0 }, flexWrap: "wrap" }}>
				{onEdit && (
					<Button color="inherit" startIcon={<EditIcon />} onClick={onEdit}>
						Edit prompt
					</Button>
				)}
				{actions}
				{running ? (
					<Button variant="contained" color="inherit" startIcon={<StopIcon />} onClick={onStopAll}>
						Stop all
					</Button>
				) : (
					onRunAgain && (
						<Button variant="outlined" color="inherit" startIcon={<ReplayIcon />} onClick={onRunAgain}>
							Run all again
						</Button>
					)
				)}
			</Stack>
		</Paper>
	);
}
