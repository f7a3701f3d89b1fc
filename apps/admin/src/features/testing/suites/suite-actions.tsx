import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import PlayIcon from "@mui/icons-material/PlayArrow";
import ReplayIcon from "@mui/icons-material/Replay";
import StopIcon from "@mui/icons-material/Stop";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { ResumeDialog } from "./resume-dialog.tsx";
import { isLive, newerOf, type Suite, unansweredOf } from "./suite-words.ts";

/** What its owner can do with a suite: stop it, go on, repeat what failed, delete it. */
export function SuiteActions({ suite }: { suite: Suite }) {
	const { suiteId, state, states, stop } = suite;
	const navigate = useNavigate();
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const [asks, setAsks] = useState<"cancel" | "delete" | "resume" | null>(null);
	const onSuccess = (next: Suite) => {
		utils.testing.suites.byId.setData({ suiteId }, (known) => newerOf(known, next));
		void utils.testing.suites.list.invalidate();
		setAsks(null);
	};
	const { suites } = trpc.testing;
	const cancel = suites.cancel.useMutation({ onSuccess, onError });
	const resume = suites.resume.useMutation({ onSuccess });
	const retry = suites.retryFailed.useMutation({ onSuccess, onError });
	const remove = suites.delete.useMutation({
		onError,
		onSuccess: () => {
			void utils.testing.suites.list.invalidate();
			toast({ message: `“${suite.name}” is deleted. Its runs stay in your history.` });
			void navigate(paths.suites);
		},
	});
	const isOver = !isLive(suite);
	const isLeft = states.pending > 0;
	return (
		<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", justifyContent: "flex-end" }}>
			{state === "running" && (
				<Button variant="outlined" color="inherit" startIcon={<StopIcon />} onClick={() => setAsks("cancel")}>
					Cancel
				</Button>
			)}
			{isOver && isLeft && (
				<Button
					variant="contained"
					startIcon={<PlayIcon />}
					loading={resume.isPending}
					onClick={() => (stop?.kind === "cap" ? setAsks("resume") : resume.mutate({ suiteId }, { onError }))}
				>
					Go on
				</Button>
			)}
			{/* Not while others are to come: they would begin with it. */}
			{isOver && !isLeft && states.failed + states.cancelled > 0 && (
				<Button
					variant="outlined"
					color="inherit"
					startIcon={<ReplayIcon />}
					loading={retry.isPending}
					onClick={() => retry.mutate({ suiteId })}
				>
					Repeat {unansweredOf(states)}
				</Button>
			)}
			{isOver && suite.decisions.length === 0 && (
				<IconButton aria-label="Delete the suite" title="Delete the suite" onClick={() => setAsks("delete")}>
					<DeleteIcon fontSize="small" />
				</IconButton>
			)}
			<ConfirmDialog
				open={asks === "cancel"}
				title="Cancel the suite?"
				confirmLabel="Cancel the suite"
				closeLabel="Let it run"
				pending={cancel.isPending}
				onConfirm={() => cancel.mutate({ suiteId })}
				onClose={() => setAsks(null)}
			>
				{states.running > 0 &&
					`What is under way (${plural(states.running, "run")}) is stopped, and paid for as far as it came. `}
				{isLeft && `${plural(states.pending, "run")} will not begin. You can go on later.`}
			</ConfirmDialog>
			<ConfirmDialog
				open={asks === "delete"}
				title={`Delete “${suite.name}”?`}
				confirmLabel="Delete"
				pending={remove.isPending}
				onConfirm={() => remove.mutate({ suiteId })}
				onClose={() => setAsks(null)}
			>
				Its matrix is gone for good. Its runs stay in your history.
			</ConfirmDialog>
			{asks === "resume" && (
				<ResumeDialog
					suite={suite}
					onResume={(capUsd) => resume.mutateAsync({ suiteId, capUsd })}
					onClose={() => setAsks(null)}
				/>
			)}
		</Stack>
	);
}
