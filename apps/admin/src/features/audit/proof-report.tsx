import type { RouterOutputs } from "@llm-hub/api/types";
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Link from "@mui/material/Link";
import { useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDuration, plural } from "@/lib/format.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import type { useVerify, Verification } from "./use-verify.ts";

type Proof = NonNullable<RouterOutputs["audit"]["status"]["proof"]>;

interface ProofReportProps extends ReturnType<typeof useVerify> {
	/** The last proof that anybody made. */
	kept: Proof | null;
	onOpen: (seq: number) => void;
}

/** What a verification is doing or found. A broken audit stays in sight, whoever found it. */
export function ProofReport({ state, start, stop, kept, onOpen }: ProofReportProps) {
	const proof = state.proof ?? (kept?.ok === false ? kept : null);
	if (state.running) return <Running state={state} onStop={stop} />;
	if (state.problem !== null)
		return (
			<Box sx={{ mb: 1 }}>
				<ErrorState error={state.problem} title="Not verified" onRetry={start} />
			</Box>
		);
	if (!proof) return null;
	if (proof.ok) return <Whole checked={proof.checked} onClose={stop} />;
	return <Broken problems={proof.problems} onOpen={onOpen} />;
}

function Running({ state, onStop }: { state: Verification; onStop: () => void }) {
	const elapsed = useElapsed(state.startedAt, true) ?? 0;
	const { checked, total } = state;
	return (
		<Alert
			severity="info"
			variant="outlined"
			icon={false}
			sx={{ mb: 1, "& .MuiAlert-message": { flex: 1 } }}
			action={
				<Button color="inherit" onClick={onStop}>
					Cancel
				</Button>
			}
		>
			Reading the audit: {total === 0 ? "starting" : `${formatCount(checked)} of ${plural(total, "event")}`} ·{" "}
			{formatDuration(elapsed)}
			<LinearProgress
				aria-label="Verification"
				variant={total === 0 ? "indeterminate" : "determinate"}
				value={total === 0 ? 0 : (100 * checked) / total}
				sx={{ mt: 0.5 }}
			/>
		</Alert>
	);
}

const Whole = ({ checked, onClose }: { checked: number; onClose: () => void }) => (
	<Alert severity="success" variant="outlined" onClose={onClose} sx={{ mb: 1 }}>
		<AlertTitle>The audit is whole</AlertTitle>
		{checked === 0
			? "There is no event yet."
			: `${plural(checked, "event")} read, from the first to number ${formatCount(checked)}. The keyed hash of each was worked out anew: every event is as it was written and follows the one before it; none is missing.`}
	</Alert>
);

const shownAtFirst = 5;

function Broken({ problems, onOpen }: { problems: Proof["problems"]; onOpen: (seq: number) => void }) {
	const [showsAll, setShowsAll] = useState(false);
	const shown = showsAll ? problems : problems.slice(0, shownAtFirst);
	return (
		<Alert severity="error" variant="outlined" sx={{ mb: 1, maxHeight: 260, overflow: "auto" }}>
			<AlertTitle>The audit is not whole</AlertTitle>
			Somebody changed the database past LLM Hub, or set it back. Compare with a backup, and find out who can write to
			it.
			<Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
				{shown.map(({ seq, kind, message }) => (
					<li key={`${seq} ${kind}`}>
						{message}{" "}
						{canOpen.has(kind) && (
							<Link component="button" variant="body2" onClick={() => onOpen(seq)} aria-label={`Open event ${seq}`}>
								Open
							</Link>
						)}
					</li>
				))}
			</Box>
			{problems.length > shown.length && (
				<Button color="inherit" onClick={() => setShowsAll(true)}>
					Show all {problems.length}
				</Button>
			)}
		</Alert>
	);
}

const canOpen: ReadonlySet<string> = new Set(["changed", "unlinked", "unreadable"]);
