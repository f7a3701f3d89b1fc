import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import Stack from "@mui/material/Stack";
import { Cost } from "@/components/cost.tsx";
import { formatAgo, formatCount } from "@/lib/format.ts";
import type { Test } from "./history-drawer.tsx";
import { RunStatus } from "./run-status.tsx";

const phases = { started: "streaming", success: "success", failed: "failed", cancelled: "cancelled" } as const;

const titleOf = ({ messages }: Test): string =>
	messages.find(({ role, content }) => role === "user" && content.trim() !== "")?.content.trim() ?? "No prompt";

interface HistoryRowProps {
	test: Test;
	onShow: () => void;
	onLoad: () => void;
	onRerun: () => void;
}

/** One earlier test: what was asked, of whom, how it went; and the ways to use it again. */
export function HistoryRow({ test, onShow, onLoad, onRerun }: HistoryRowProps) {
	return (
		<Box component="li" sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: "divider" }}>
			<ButtonBase
				onClick={onShow}
				sx={{
					display: "block",
					width: "100%",
					textAlign: "left",
					font: "inherit",
					borderRadius: 1,
					"&:hover": { color: "primary.main" },
				}}
			>
				<Box
					component="span"
					sx={{
						display: "-webkit-box",
						WebkitLineClamp: 2,
						WebkitBoxOrient: "vertical",
						overflow: "hidden",
						fontSize: 14,
						overflowWrap: "anywhere",
					}}
				>
					{titleOf(test)}
				</Box>
			</ButtonBase>
			<Stack
				direction="row"
				sx={{ flexWrap: "wrap", columnGap: 1.5, alignItems: "center", fontSize: 13, color: "text.secondary", mt: 0.5 }}
			>
				<RunStatus phase={phases[test.status]} />
				<Box component="span" sx={{ overflowWrap: "anywhere" }}>
					{test.modelId}
				</Box>
				{test.totalTokens !== null && <span>{formatCount(test.totalTokens)} tokens</span>}
				<Cost usd={test.costUsd} state={test.costState} isOwn={test.keySource === "own"} />
				<time dateTime={String(test.createdAt)}>{formatAgo(test.createdAt)}</time>
			</Stack>
			<Stack direction="row" sx={{ gap: 0.5, ml: -0.75, mt: 0.25 }}>
				<Button onClick={onLoad}>Load into composer</Button>
				<Button onClick={onRerun}>Run again</Button>
			</Stack>
		</Box>
	);
}
