import { costOfCalls, differenceUsd, type Price } from "@llm-hub/providers";
import { actsAsAdmin } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { replacementOf } from "../model-rows.ts";
import { payeeOf, pricesOf } from "../prices-of.ts";
import { recordedDays, tierEdges } from "../recorded-runs.ts";
import { rankSimilar } from "../similar/rank-similar.ts";
import { type ModelUsage, usageOf } from "../similar/usage-of.ts";
import type { Entry } from "../snapshot.ts";
import { bandEdges, type LifecycleBand, lifecycleBands } from "./bands.ts";
import { type EndFacts, type EndingModel, endFactsOf, endingModels } from "./ending-models.ts";
import { type Names, namesOf } from "./names-of.ts";
import type { LifecycleModel, LifecycleOutput } from "./schema.ts";
import { usedModels, whoIsHit } from "./who-is-hit.ts";

/** So many are shown, the most urgent bands first. */
const most = 200;
const replacements = 3;

/**
 * What retires when, by which source; who used it in the last 30 days and what names it; what could take its place.
 * People, tokens and rules by name only for an admin.
 */
export async function showLifecycle(ctx: UserContext): Promise<LifecycleOutput> {
	const now = new Date();
	const snapshot = await ctx.services.catalog.current();
	const all = await endingModels(ctx.db, snapshot, now);
	const named = await namesOf(ctx, all.map(idOf), snapshot.entries);
	const used = await usedModels(ctx.db, all.map(idOf));
	// A date is told whoever uses the model; that it is gone, only to those whom it hits.
	const isAhead = ({ band, entry: { model } }: EndingModel) =>
		band !== "vanished" && model.enabled && model.retiredAt === null;
	const listed = all.filter((ending) => isAhead(ending) || used.has(idOf(ending)) || named.isNamed(idOf(ending)));
	const isListed = new Set(listed);
	const unused = all.filter((ending) => !isListed.has(ending));
	const shown = listed.toSorted((a, b) => placeOf(a) - placeOf(b)).slice(0, most);
	const models = await describe(ctx, shown, { ...named, entries: snapshot.entries });
	const enabled = [...snapshot.entries.values()].filter(({ model }) => model.enabled && model.retiredAt === null);
	const countOf = (band: LifecycleBand) => listed.filter((ending) => ending.band === band).length;
	return {
		today: bandEdges(now).today,
		days: recordedDays,
		models,
		counts: Object.fromEntries(lifecycleBands.map((band) => [band, countOf(band)])) as LifecycleOutput["counts"],
		goneUnused: unused.filter(({ band }) => band === "ended").length,
		vanishedUnused: unused.filter(({ band }) => band === "vanished").length,
		enabled: enabled.length,
		dated: enabled.filter(({ model }) => model.deprecationDate !== null).length,
	};
}

const idOf = ({ entry }: EndingModel): string => entry.model.id;
const placeOf = ({ band }: EndingModel): number => lifecycleBands.indexOf(band);

interface Known {
	entries: ReadonlyMap<string, Entry>;
	ofModel(id: string): Names;
}

async function describe(ctx: UserContext, shown: readonly EndingModel[], known: Known): Promise<LifecycleModel[]> {
	const ids = shown.map(idOf);
	const similarTo = rankSimilar(known.entries.values());
	const near = new Map(
		shown.map(({ entry }) => [
			entry.model.id,
			similarTo(entry)
				.slice(0, replacements)
				.map((other) => other.entry),
		]),
	);
	const others = [...near.values()].flat().map(({ model }) => model.id);
	const [facts, hit, prices] = await Promise.all([
		endFactsOf(ctx.db, ids),
		whoIsHit(ctx.db, ids),
		pricesOf(ctx, [...new Set([...ids, ...others])]),
	]);
	const usage = await usageOf(ctx.db, { modelIds: ids, edges: tierEdges(prices.values()) });
	const isAdmin = actsAsAdmin(ctx.actor);
	return shown.map((ending) => {
		const { model } = ending.entry;
		const own = usage.get(model.id);
		const [people, tokens] = [hit.people.get(model.id), hit.tokens.get(model.id)];
		const { rules, ...names } = known.ofModel(model.id);
		const { id: modelId, displayName, providerType, providerName, enabled, retiredAt } = model;
		return {
			...{ modelId, displayName, providerType, providerName, enabled, retiredAt },
			...{ band: ending.band, endsOn: ending.endsOn, reason: ending.reason },
			source: facts.get(modelId)?.endSource ?? null,
			use: { ...figuresOf(own), people: people?.total ?? 0, tokens: tokens?.total ?? 0 },
			people: isAdmin ? (people?.names ?? []) : null,
			tokens: isAdmin ? (tokens?.names ?? []) : null,
			...names,
			rules: isAdmin ? rules : null,
			replacedBy: replacedBy(model, facts.get(modelId), known.entries),
			similar: (near.get(modelId) ?? []).map((other) => pricedAs(ending.entry, other, own, prices)),
		};
	});
}

function figuresOf(usage: ModelUsage | undefined) {
	const { runs = 0, inputTokens = 0, outputTokens = 0, spentUsd = "0", unpriced = 0 } = usage ?? {};
	return { runs, inputTokens, outputTokens, spentUsd, unpriced };
}

function replacedBy(model: Entry["model"], facts: EndFacts | undefined, entries: ReadonlyMap<string, Entry>) {
	const found = replacementOf({ ...model, replacedBy: facts?.replacedBy ?? null }, entries);
	return found && { ...found, source: facts?.replacementSource ?? null };
}

/** What the runs here would cost there; without runs there is nothing to price. */
function pricedAs(
	here: Entry,
	there: Entry,
	usage: ModelUsage | undefined,
	prices: ReadonlyMap<string, Price | null>,
): LifecycleModel["similar"][number] {
	const { id: modelId, displayName } = there.model;
	const cost = ({ model }: Entry) => costOfCalls(usage?.sums ?? [], payeeOf(model, prices));
	const [was, is] = [cost(here), cost(there)];
	return { modelId, displayName, ...is, differenceUsd: differenceUsd(is.usd, was.usd) };
}
