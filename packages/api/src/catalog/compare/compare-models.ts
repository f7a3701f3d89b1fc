import { loadCallerFacts } from "../../access/authorize-run.ts";
import { tiersThatAllow } from "../../access/trace.ts";
import type { Context } from "../../context.ts";
import { resolveAliases } from "../aliases/resolve-alias.ts";
import { showModels } from "../list-models.ts";
import type { CompareInput, CompareOutput } from "./schema.ts";

/** What is known of a few models, side by side. One that is gone keeps its place. */
export async function compareModels(ctx: Context, { models: asked }: CompareInput): Promise<CompareOutput> {
	const { actor } = ctx;
	const ids = await resolveAliases(ctx, asked);
	const isSomebody = actor?.kind === "user" || actor?.kind === "token";
	const [shown, facts] = await Promise.all([
		showModels(
			ctx,
			ids.map((id) => id ?? ""),
		),
		isSomebody ? loadCallerFacts({ ...ctx, actor }) : null,
	]);
	return {
		models: asked.map((name, index) => {
			const model = shown[index] ?? null;
			const open = facts && model && tiersThatAllow(facts, model.id);
			return { asked: name, model, tiers: open?.map(({ code, name }) => ({ code, name })) ?? null };
		}),
	};
}
