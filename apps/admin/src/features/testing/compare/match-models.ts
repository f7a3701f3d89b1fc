import type { Member } from "../use-group.ts";

/** Two groups' runs of one model. */
export interface ModelPair {
	modelId: string;
	runIds: [string, string];
}

/** The runs of two groups matched by model, in the first one's order, and the models that only one ran. */
export function matchModels(
	a: readonly Member[],
	b: readonly Member[],
): { pairs: ModelPair[]; only: [string[], string[]] } {
	const runsOf = (members: readonly Member[]) =>
		new Map(members.flatMap(({ modelId, runId }) => (modelId && runId ? [[modelId, runId] as const] : [])));
	const [first, second] = [runsOf(a), runsOf(b)];
	const pairs = [...first].flatMap(([modelId, runId]) => {
		const other = second.get(modelId);
		return other ? [{ modelId, runIds: [runId, other] as [string, string] }] : [];
	});
	const only = (own: Map<string, string>, others: Map<string, string>) =>
		[...own.keys()].filter((modelId) => !others.has(modelId));
	return { pairs, only: [only(first, second), only(second, first)] };
}
