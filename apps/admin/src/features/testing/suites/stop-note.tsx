import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { AccessChanges } from "@/components/access-trace.tsx";
import { AskForAccess } from "@/components/ask-for-access.tsx";
import { formatMoment, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import type { Suite } from "./suite-words.ts";

interface StopNoteProps {
	suite: Suite;
	stop: NonNullable<Suite["stop"]>;
}

/** Why a suite stopped, what did not begin, and how to carry on. */
export function StopNote({ suite, stop }: StopNoteProps) {
	const { states, endedAt, isOwn, cellList } = suite;
	const next = cellList.find(({ state }) => state === "pending")?.modelId;
	const at = endedAt === null ? "" : ` ${formatMoment(endedAt)}`;
	return (
		<Alert severity="warning" variant="outlined" sx={{ mt: 1, "& .MuiAlert-message": { minWidth: 0 } }}>
			<AlertTitle sx={{ fontSize: 14 }}>
				Stopped{at}: {plural(states.pending, "run")} did not begin
			</AlertTitle>
			<Stack sx={{ gap: 1 }}>
				<Typography variant="body2">
					{!isOwn && "Its owner is told: "}
					{stop.message}
				</Typography>
				{/* Asked anew whenever it stopped again. */}
				{isOwn && stop.kind === "quota" && next && <WayOn key={at} modelId={next} />}
				<Typography variant="body2">
					{isOwn ? "“Go on” starts" : "Its owner's “Go on” starts"} only what did not begin; what is answered stays as
					it is.
				</Typography>
			</Stack>
		</Alert>
	);
}

/** What would give the next run room again, as the rules stand now. */
function WayOn({ modelId }: { modelId: string }) {
	const { data } = trpc.access.explainOwn.useQuery({ modelId }, { staleTime: 0, gcTime: 0 });
	if (!data) return null;
	if (data.verdict === "allowed") return <Typography variant="body2">There is room again: go on.</Typography>;
	return (
		<>
			<AccessChanges changes={data.changes} />
			{data.changes.some(({ kind }) => kind === "tier") && (
				<Typography variant="body2">An admin can move you to a larger tier.</Typography>
			)}
			{data.changes.some(({ kind }) => kind === "ask") && <AskForAccess modelId={modelId} />}
		</>
	);
}
