import BlockIcon from "@mui/icons-material/BlockOutlined";
import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ErrorIcon from "@mui/icons-material/ErrorOutlined";
import HourglassIcon from "@mui/icons-material/HourglassEmptyOutlined";
import PlayIcon from "@mui/icons-material/PlayCircleOutlined";
import Stack from "@mui/material/Stack";

const words = {
	starting: { icon: HourglassIcon, word: "starting", color: "text.secondary" },
	waiting: { icon: HourglassIcon, word: "waiting", color: "text.secondary" },
	streaming: { icon: PlayIcon, word: "answering", color: "primary.main" },
	stopping: { icon: HourglassIcon, word: "stopping", color: "text.secondary" },
	success: { icon: CheckIcon, word: "done", color: "success.main" },
	failed: { icon: ErrorIcon, word: "failed", color: "error.main" },
	cancelled: { icon: BlockIcon, word: "stopped", color: "text.secondary" },
	missing: { icon: BlockIcon, word: "deleted", color: "text.secondary" },
} as const;

/** How a run stands, by icon and word. */
export function RunStatus({ phase }: { phase: keyof typeof words }) {
	const { icon: Icon, word, color } = words[phase];
	return (
		<Stack
			component="span"
			direction="row"
			sx={{
				alignItems: "center",
				gap: 0.5,
				color,
				fontSize: 13,
				whiteSpace: "nowrap",
				fontVariantNumeric: "tabular-nums",
			}}
		>
			<Icon aria-hidden sx={{ fontSize: 16 }} />
			<span role="status">{word}</span>
		</Stack>
	);
}

/** The same where there is no room for the word; it is read out. */
export function RunStatusIcon({ phase }: { phase: keyof typeof words }) {
	const { icon: Icon, word, color } = words[phase];
	return <Icon titleAccess={word} sx={{ color }} />;
}
