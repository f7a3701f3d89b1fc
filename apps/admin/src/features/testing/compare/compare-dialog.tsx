import Skeleton from "@mui/material/Skeleton";
import { ErrorState } from "@/components/error-state.tsx";
import { ReadingDialog } from "@/components/reading-dialog.tsx";
import { trpc } from "@/lib/trpc.ts";
import { CompareTable } from "./compare-table.tsx";
import { GroupTable } from "./group-table.tsx";
import { matchModels } from "./match-models.ts";
import { askedText, type ComparedRun, figureLines, settingLines } from "./run-differences.ts";
import { WordDiff } from "./word-diff.tsx";

interface CompareDialogProps {
	runIds: [string, string];
	onCompare: (runIds: [string, string]) => void;
	onClose: () => void;
}

/** Two runs side by side: what was set, what it took and cost, and the answers word by word. */
export default function CompareDialog({ runIds, onCompare, onClose }: CompareDialogProps) {
	const [a, b] = runIds;
	const runs = [trpc.testing.byId.useQuery({ runId: a }), trpc.testing.byId.useQuery({ runId: b })] as const;
	const error = runs[0].error ?? runs[1].error;
	const [first, second] = [runs[0].data, runs[1].data];
	const matched = useMatchedGroups(first?.groupId ?? null, second?.groupId ?? null);
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
			{matched && <GroupTable matched={matched} shown={runIds} onShow={onCompare} />}
			{first && second && <Compared a={first} b={second} />}
		</ReadingDialog>
	);
}

/** The two tests that the runs were part of, matched by model; null where that says no more than the runs do. */
function useMatchedGroups(a: string | null, b: string | null) {
	const enabled = a !== null && b !== null && a !== b;
	const first = trpc.testing.groups.byId.useQuery({ groupId: a ?? "" }, { enabled }).data;
	const second = trpc.testing.groups.byId.useQuery({ groupId: b ?? "" }, { enabled }).data;
	if (!enabled || !first || !second || first.members.length + second.members.length === 2) return null;
	const matched = matchModels(first.members, second.members);
	return matched.pairs.length > 0 ? { ...matched, startedAt: [first.startedAt, second.startedAt] as const } : null;
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
