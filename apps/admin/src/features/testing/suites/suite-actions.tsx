import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import PlayIcon from "@mui/icons-material/PlayArrow";
import ReplayIcon from "@mui/icons-material/Replay";
import StopIcon from "@mui/icons-material/Stop";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { formatUsd, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { isLive, type Suite } from "./suite-words.ts";

/** What its owner can do with a suite: stop it, go on, repeat what failed, delete it. */
export function SuiteActions({ suite }: { suite: Suite }) {
	const { suiteId, state, states, stop, capUsd } = suite;
	const navigate = useNavigate();
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const [asks, setAsks] = useState<"cancel" | "delete" | "resume" | null>(null);
	const [cap, setCap] = useState("");
	const onSuccess = (next: Suite) => {
		utils.testing.suites.byId.setData({ suiteId }, next);
		void utils.testing.suites.list.invalidate();
		setAsks(null);
	};
	const { suites } = trpc.testing;
	const cancel = suites.cancel.useMutation({ onSuccess, onError });
	const resume = suites.resume.useMutation({ onSuccess, onError });
	const retry = suites.retryFailed.useMutation({ onSuccess, onError });
	const remove = suites.delete.useMutation({
		onError,
		onSuccess: () => {
			void utils.testing.suites.list.invalidate();
			toast({ message: `“${suite.name}” is deleted. Its runs stay in your history.` });
			void navigate(paths.suites);
		},
	});
	const failed = states.failed + states.cancelled;
	const isOver = !isLive(suite);
	return (
		<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", justifyContent: "flex-end" }}>
			{state === "running" && (
				<Button variant="outlined" color="inherit" startIcon={<StopIcon />} onClick={() => setAsks("cancel")}>
					Cancel
				</Button>
			)}
			{isOver && failed > 0 && (
				<Button
					variant="outlined"
					color="inherit"
					startIcon={<ReplayIcon />}
					loading={retry.isPending}
					onClick={() => retry.mutate({ suiteId })}
				>
					Repeat {failed} failed
				</Button>
			)}
			{isOver && states.pending > 0 && (
				<Button
					variant="contained"
					startIcon={<PlayIcon />}
					loading={resume.isPending}
					onClick={() => (stop?.kind === "cap" ? setAsks("resume") : resume.mutate({ suiteId }))}
				>
					Go on
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
				pending={cancel.isPending}
				onConfirm={() => cancel.mutate({ suiteId })}
				onClose={() => setAsks(null)}
			>
				{plural(states.running, "run")} under way will be stopped and paid for as far as they came; {states.pending}{" "}
				will not begin. You can go on later.
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
			<ConfirmDialog
				open={asks === "resume"}
				title="Raise the cap and go on?"
				confirmLabel="Go on"
				pending={resume.isPending}
				onConfirm={() => resume.mutate({ suiteId, capUsd: cap.trim().replace(/^\$\s*/, "") })}
				onClose={() => setAsks(null)}
			>
				<TextField
					label="New cap in USD"
					fullWidth
					margin="dense"
					value={cap}
					onChange={(event) => setCap(event.target.value)}
					helperText={`It was ${formatUsd(capUsd ?? "0")}. ${plural(states.pending, "run")} are left.`}
					slotProps={{ htmlInput: { inputMode: "decimal" } }}
				/>
			</ConfirmDialog>
		</Stack>
	);
}
