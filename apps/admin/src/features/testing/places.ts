import type { Member, useGroup } from "./use-group.ts";

/** One panel's place: a run, a refusal, or what is being started. */
export interface Place extends Member {
	/** Whose answer it is stays hidden: the panel is called by its letter. */
	isVeiled: boolean;
}

const letters = "ABCDEFGH";

/** How a veiled panel is called. */
export const letterOf = (position: number): string => letters[position] ?? String(position + 1);

/** The panels of the page, in order: of a group, or of single runs. */
export function placesOf(
	{ group, starting, isStarting }: Pick<ReturnType<typeof useGroup>, "group" | "starting" | "isStarting">,
	runIds: readonly string[],
): Place[] {
	if (group) return group.members.map((member) => ({ ...member, isVeiled: !group.isRevealed }));
	const nothing = { runId: null, refusal: null };
	if (starting && isStarting) {
		const isVeiled = starting.blind ?? false;
		return starting.modelIds.map((modelId, position) => ({
			...nothing,
			position,
			modelId: isVeiled ? null : modelId,
			isVeiled,
		}));
	}
	return runIds.map((runId, position) => ({ ...nothing, position, modelId: null, runId, isVeiled: false }));
}
