import { ErrorState } from "@/components/error-state.tsx";
import type { Draft } from "./composer/draft.ts";
import { Panels } from "./panels.tsx";
import { PromptBar } from "./prompt-bar.tsx";
import { isLive } from "./run-state.ts";
import { ShareButton } from "./share/share-button.tsx";
import type { useLab } from "./use-lab.ts";
import { VoteBar, voteBarHeight } from "./vote-bar.tsx";

interface TestViewProps {
	lab: ReturnType<typeof useLab>;
	/** What the composer holds: what is run where the test itself no longer says. */
	draft: () => Draft;
	/** Absent where the composer is in sight. */
	onEdit: (() => void) | undefined;
}

const promptOf = (messages: { role: string; content: string }[]): string | null =>
	messages.findLast(({ role }) => role === "user")?.content.trim() ?? null;

/** The test on the page: its prompt, its panels, and what can be done with both. */
export function TestView({ lab, draft, onEdit }: TestViewProps) {
	const { group, starting, error, isStarting } = lab.group;
	const modelIds = group?.members.flatMap(({ modelId }) => modelId ?? []) ?? [];
	const canRunAgain = group?.isRevealed === true && modelIds.length > 0;
	const asked = group?.asked ?? starting;
	const isAnyOf = (runIds: string[]) => isStarting || runIds.some((runId) => isLive(lab.follower.run(runId).latest));
	const [onlyRun, ...others] = lab.runIds;
	const single = onlyRun !== undefined && others.length === 0 ? { runId: onlyRun } : null;
	const target = group?.isRevealed ? { groupId: group.groupId } : lab.groupId === null ? single : null;
	return (
		<>
			{error && <ErrorState error={error} onRetry={lab.group.retry} />}
			{lab.places.length > 0 && (
				<>
					<PromptBar
						prompt={promptOf(asked?.messages ?? draft().messages)}
						running={isAnyOf(lab.answeringRunIds)}
						onEdit={onEdit}
						onStopAll={lab.stopAll}
						onRunAgain={canRunAgain ? () => void lab.runAgain(modelIds, draft()) : undefined}
						actions={target && <ShareButton target={target} />}
					/>
					{group?.isBlind && <VoteBar group={group} running={isAnyOf(lab.liveRunIds)} />}
					<Panels
						places={lab.places}
						follower={lab.follower}
						maximised={lab.panel}
						onMaximise={lab.setPanel}
						onStop={lab.stop}
						onRunAgain={group ? (position) => void lab.rerun(position, draft()) : undefined}
						beside={!onEdit}
						between={group?.isBlind ? voteBarHeight : 0}
					/>
				</>
			)}
		</>
	);
}
