import type { Context } from "../../context.ts";
import type { Entry } from "../snapshot.ts";
import { judgeModels } from "../usable.ts";
import type { CalculateOutput } from "./schema.ts";

/** Candidates for the cheapest: as many more than are shown as tiers and fees may move. */
const mostRanked = 200;

/** Models that chat, that the caller may use, and whose price is known, roughly the cheapest first; and how many have no price. */
export async function usableModels(
	ctx: Context,
	{ inputTokens, cachedInputTokens, outputTokens }: CalculateOutput["typical"],
): Promise<{ ids: string[]; priced: number; unpriced: number }> {
	const { entries } = await ctx.services.catalog.current();
	const chatting = [...entries.values()].filter(
		({ model }) => model.enabled && model.retiredAt === null && model.capabilities.includes("chat"),
	);
	const judged = await judgeModels(ctx)(chatting.map(({ model }) => model));
	const usable = chatting.filter((_, index) => judged[index]?.usable !== false);
	/** To rank by, never to show. */
	const roughly = ({ input, output, model }: Entry): number => {
		const cached = model.cachedInputPer1M === null ? (input ?? 0) : Number(model.cachedInputPer1M);
		return (inputTokens - cachedInputTokens) * (input ?? 0) + cachedInputTokens * cached + outputTokens * (output ?? 0);
	};
	const priced = usable.filter(({ input, output }) => input !== null && output !== null);
	const ranked = priced.map((entry) => ({ id: entry.model.id, at: roughly(entry) })).sort((a, b) => a.at - b.at);
	return {
		ids: ranked.slice(0, mostRanked).map(({ id }) => id),
		priced: priced.length,
		unpriced: usable.length - priced.length,
	};
}
