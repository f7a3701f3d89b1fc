import LinkIcon from "@mui/icons-material/Link";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import Checkbox from "@mui/material/Checkbox";
import Stack from "@mui/material/Stack";
import { Cost } from "@/components/cost.tsx";
import { MoreMenu } from "@/components/more-menu.tsx";
import { formatAgo, formatCount, formatDuration, formatMoment } from "@/lib/format.ts";
import { phaseOf, standOf } from "../run-state.ts";
import { RunStatus } from "../run-status.tsx";
import { plainWords } from "./plain-words.ts";
import type { ListedRun } from "./use-run-pages.ts";

export interface RowActions {
	onShow: (run: ListedRun) => void;
	onLoad: (run: ListedRun) => void;
	onRerun: (run: ListedRun) => void;
	onCode: (run: ListedRun) => void;
	onDelete: (run: ListedRun) => void;
}

interface HistoryRowProps extends RowActions {
	run: ListedRun;
	isSelected: boolean;
	onSelect: (isSelected: boolean) => void;
}

const titleOf = ({ prompt, isOwn }: ListedRun): string =>
	isOwn ? prompt?.trim() || "No prompt" : "What was asked is its owner’s";

const clamp = (lines: number) =>
	({
		display: "-webkit-box",
		WebkitLineClamp: lines,
		WebkitBoxOrient: "vertical",
		overflow: "hidden",
		overflowWrap: "anywhere",
		unicodeBidi: "plaintext",
	}) as const;

/** One earlier test: what was asked, of whom, how it went; and the ways to use it again. */
export function HistoryRow({ run, isSelected, onSelect, ...on }: HistoryRowProps) {
	const title = titleOf(run);
	const named = `“${title.slice(0, 60)}” on ${run.modelId}`;
	return (
		<Box
			component="li"
			sx={{
				display: "flex",
				gap: 0.5,
				pl: 1,
				pr: 2,
				py: 1.5,
				borderBottom: 1,
				borderColor: "divider",
				bgcolor: isSelected ? "action.selected" : undefined,
			}}
		>
			<Checkbox
				size="small"
				checked={isSelected}
				onChange={(_, next) => onSelect(next)}
				slotProps={{ input: { "aria-label": `Select ${named}` } }}
				sx={{ alignSelf: "flex-start", p: 0.5 }}
			/>
			<Box sx={{ flex: 1, minWidth: 0 }}>
				<ButtonBase
					onClick={() => on.onShow(run)}
					disabled={!run.isOwn}
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
						sx={{ ...clamp(2), fontSize: 14, fontWeight: 550, color: run.isOwn ? undefined : "text.secondary" }}
					>
						{title}
					</Box>
					{run.answer && (
						<Box component="span" sx={{ ...clamp(1), fontSize: 13, color: "text.secondary" }}>
							{plainWords(run.answer)}
						</Box>
					)}
				</ButtonBase>
				<Facts run={run} />
				{run.isOwn && (
					<Stack direction="row" sx={{ gap: 0.5, ml: -0.75, mt: 0.25 }}>
						<Button onClick={() => on.onLoad(run)}>Load into composer</Button>
						<Button onClick={() => on.onRerun(run)}>Run again</Button>
					</Stack>
				)}
			</Box>
			<Box sx={{ alignSelf: "flex-start" }}>
				<MoreMenu
					label={`More for ${named}`}
					actions={[
						...(run.isOwn ? [{ label: "Copy as code", onPick: () => on.onCode(run) }] : []),
						{ label: "Delete…", isDanger: true, disabled: run.status === "started", onPick: () => on.onDelete(run) },
					]}
				/>
			</Box>
		</Box>
	);
}

function Facts({ run }: { run: ListedRun }) {
	return (
		<Stack
			direction="row"
			sx={{ flexWrap: "wrap", columnGap: 1.5, alignItems: "center", fontSize: 13, color: "text.secondary", mt: 0.5 }}
		>
			<RunStatus phase={standOf({ phase: phaseOf(run.status), isStopping: run.isStopping })} />
			<Box component="span" sx={{ overflowWrap: "anywhere" }}>
				{run.modelId}
			</Box>
			{run.totalTokens !== null && <span>{formatCount(run.totalTokens)} tokens</span>}
			{run.latencyMs !== null && <span>{formatDuration(run.latencyMs)}</span>}
			{run.status !== "started" && <Cost usd={run.costUsd} state={run.costState} isOwn={run.keySource === "own"} />}
			<time dateTime={String(run.createdAt)} title={formatMoment(run.createdAt)}>
				{formatAgo(run.createdAt)}
			</time>
			{!run.isOwn && <span>{run.owner.email}</span>}
			{run.isShared && (
				<Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
					<LinkIcon aria-hidden sx={{ fontSize: 15 }} />
					shared
				</Box>
			)}
		</Stack>
	);
}
