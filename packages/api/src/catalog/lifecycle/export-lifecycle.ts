import type { UserContext } from "../../context.ts";
import { type CsvCell, csvLine } from "../../csv.ts";
import type { LifecycleModel } from "./schema.ts";
import { showLifecycle } from "./show-lifecycle.ts";

const namesOf = (people: LifecycleModel["people"]) => (people ?? []).map(({ name }) => name).join(" ");

const columns: Record<string, (model: LifecycleModel) => CsvCell> = {
	model_id: ({ modelId }) => modelId,
	name: ({ displayName }) => displayName,
	provider: ({ providerName }) => providerName,
	band: ({ band }) => band,
	ends_on: ({ endsOn }) => endsOn,
	source: ({ source }) => source?.source ?? null,
	source_as_of: ({ source }) => source?.asOf ?? null,
	reason: ({ reason }) => reason,
	enabled: ({ enabled }) => String(enabled),
	runs_30_days: ({ use }) => use.runs,
	people: ({ use }) => use.people,
	people_names: ({ people }) => namesOf(people),
	api_tokens: ({ use }) => use.tokens,
	api_token_names: ({ tokens }) => namesOf(tokens),
	input_tokens: ({ use }) => use.inputTokens,
	output_tokens: ({ use }) => use.outputTokens,
	spent_usd: ({ use }) => use.spentUsd,
	runs_of_unknown_cost: ({ use }) => use.unpriced,
	aliases: ({ aliases }) => aliases.join(" "),
	rules: ({ rules }) => (rules ?? []).map(({ tierCode, modelPattern }) => `${tierCode}: ${modelPattern}`).join(" "),
	templates: ({ templates }) => templates.map(({ name }) => name).join("; "),
	suites: ({ suites }) => suites.map(({ name }) => name).join("; "),
	replaced_by: ({ replacedBy }) => replacedBy?.modelId ?? replacedBy?.upstreamId ?? null,
	similar: ({ similar }) => similar[0]?.modelId ?? null,
	similar_usd: ({ similar }) => similar[0]?.usd ?? null,
	similar_difference_usd: ({ similar }) => similar[0]?.differenceUsd ?? null,
};

/** The lifecycle radar as one CSV file. */
export async function exportLifecycle(ctx: UserContext): Promise<{ fileName: string; csv: string }> {
	const { today, models } = await showLifecycle(ctx);
	const lines = models.map((model) => csvLine(Object.values(columns).map((cell) => cell(model))));
	return { fileName: `lifecycle-${today}.csv`, csv: [csvLine(Object.keys(columns)), ...lines].join("") };
}
