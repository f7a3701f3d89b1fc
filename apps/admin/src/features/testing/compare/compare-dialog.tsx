import Skeleton from "@mui/material/Skeleton";
import { ErrorState } from "@/components/error-state.tsx";
import { ReadingDialog } from "@/components/reading-dialog.tsx";
import { trpc } from "@/lib/trpc.ts";
import { CompareTable } from "./compare-table.tsx";
import { askedText, type ComparedRun, figureLines, settingLines } from "./run-differences.ts";
import { WordDiff } from "./word-diff.tsx";

/** Two runs side by side: what was set, what it took and cost, and the answers word by word. */
export default function CompareDialog({ runIds: [a, b], onClose }: { runIds: [string, string]; onClose: () => void }) {
	const runs = [trpc.testing.byId.useQuery({ runId: a }), trpc.testing.byId.useQuery({ runId: b })] as const;
	const error = runs[0].error ?? runs[1].error;
	const [first, second] = [runs[0].data, runs[1].data];
	return (
		<ReadingDialog title="Two tests compared" maxWidth="lg" minHeight={520} onClose={onClose}>
			{error && (
				<ErrorState
					error={error}
					onRetry={() => {
						for (const run of runs) void run.refetch();
					}}
				/>
			)}
			{!error && !(first && second) && <Skeleton variant="rounded" height={480} />}
			{first && second && <Compared a={first} b={second} />}
		</ReadingDialog>
	);
}

function Compared({ a, b }: { a: ComparedRun; b: ComparedRun }) {
	const names: [string, string] = [`A · ${a.modelId}`, `B · ${b.modelId}`];
	return (
		<>
			<CompareTable label="Figures" lines={figureLines(a, b)} last="B − A" />
			<CompareTable label="Settings" lines={settingLines(a, b)} last="Differs" />
			<WordDiff label="Prompt" names={names} texts={[askedText(a), askedText(b)]} />
			<WordDiff label="Answer" names={names} texts={[a.response, b.response]} />
		</>
	);
}
