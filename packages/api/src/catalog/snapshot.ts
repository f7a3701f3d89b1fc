import { type Db, schema } from "@llm-hub/db";
import { eq, inArray, sql } from "drizzle-orm";
import { contextBandOf, priceBandOf } from "./bands.ts";
import type { CatalogFreshness } from "./freshness.ts";
import { matching } from "./matching.ts";
import { endpointOfModel, modelColumns, named } from "./model-rows.ts";
import type { ContextBand, ListModelsInput, ModelFiltersInput, ModelOutput, PriceBand } from "./schema.ts";

const { llmModels, llmProviders, modelAliases } = schema;

/** A model as everybody may see it, with what filters and orders ask of it. */
export interface Entry {
	model: Omit<ModelOutput, "usability">;
	/** Id, name and aliases, each on a line, in lower case. */
	text: string;
	/** The lines of it that are aliases. */
	aliases: string;
	name: string;
	/** USD per 1M tokens. To compare by, never to reckon with. */
	input: number | null;
	output: number | null;
	priceBand: PriceBand;
	contextBand: ContextBand;
	/** Of its row: another number is another row. */
	version: string;
}

type Order = Pick<ListModelsInput, "sort" | "order">;
type Filters = Omit<ModelFiltersInput, "usable">;

/** The whole catalog as it was at one moment. */
export interface CatalogSnapshot {
	entries: ReadonlyMap<string, Entry>;
	/** What the filters leave, in order; asked again it is the same list. `usable` is left to the caller. */
	select(input: Filters & Order): readonly Entry[];
	/** A page of the same, and how many there are in all; asked again it is the same page. */
	page(input: ListModelsInput): { models: readonly Entry["model"][]; total: number };
}

/** The catalog in memory, for as long as it stays what it is: a listing filters thousands of models in a millisecond. */
export interface CatalogSnapshots {
	current(): Promise<CatalogSnapshot>;
}

/** More changed rows than these are read with all the others. */
const fewRows = 1_000;

export function createCatalogSnapshots(db: Db, freshness: CatalogFreshness): CatalogSnapshots {
	let held: { fingerprint: string; snapshot: Promise<CatalogSnapshot> } | null = null;
	return {
		current: async () => {
			const fingerprint = await freshness.fingerprint();
			if (held?.fingerprint === fingerprint) return held.snapshot;
			const last = await held?.snapshot.catch(() => undefined);
			if (held?.fingerprint === fingerprint) return held.snapshot;
			const mine = { fingerprint, snapshot: readSnapshot(db, last?.entries ?? new Map()) };
			held = mine;
			mine.snapshot.catch(() => {
				if (held === mine) held = null;
			});
			return mine.snapshot;
		},
	};
}

/** Reads which rows are other ones than those known, and then only these. */
async function readSnapshot(db: Db, known: ReadonlyMap<string, Entry>): Promise<CatalogSnapshot> {
	const [versions, endpoints, aliases] = await Promise.all([
		db.select({ id: llmModels.id, version: rowVersion }).from(llmModels),
		db
			.select({ slug: llmProviders.slug, name: llmProviders.name })
			.from(llmProviders)
			.where(eq(llmProviders.providerType, "custom")),
		db.select({ modelId: modelAliases.modelId, name: modelAliases.name }).from(modelAliases).orderBy(modelAliases.name),
	]);
	const aliasesOf = new Map<string, string>();
	for (const { modelId, name } of aliases) aliasesOf.set(modelId, `${aliasesOf.get(modelId) ?? ""}\n${name}`);
	const other = versions.filter(({ id, version }) => known.get(id)?.version !== version).map(({ id }) => id);
	const read = new Map((await readEntries(db, other)).map((entry) => [entry.model.id, entry]));
	const entries = new Map<string, Entry>();
	for (const { id } of versions) {
		const entry = read.get(id) ?? known.get(id);
		if (entry) entries.set(id, findableBy(renamed(entry, endpoints), aliasesOf.get(id) ?? ""));
	}
	const inOrder = remembering(8, ({ sort, order }: Order) => [...entries.values()].sort(comparing({ sort, order })));
	const select = remembering(64, ({ sort, order, ...filters }: Filters & Order) =>
		inOrder({ sort, order }).filter(matching(filters)),
	);
	const selected = ({
		limit: _limit,
		offset: _offset,
		usable: _usable,
		...question
	}: Partial<ListModelsInput> & Filters & Order) => select(question);
	const page = remembering(64, ({ limit, offset, ...question }: ListModelsInput) => {
		const fitting = selected(question);
		return { models: fitting.slice(offset, offset + limit).map(({ model }) => model), total: fitting.length };
	});
	return { entries, select: selected, page };
}

/** Keeps the last `most` answers: a listing is paged through, and each page asks the same. */
function remembering<Question, Answer>(
	most: number,
	make: (question: Question) => Answer,
): (question: Question) => Answer {
	const answers = new Map<string, Answer>();
	return (question) => {
		const key = JSON.stringify(question);
		const answer = answers.get(key) ?? make(question);
		answers.delete(key);
		answers.set(key, answer);
		const [oldest] = answers.keys();
		if (answers.size > most && oldest !== undefined) answers.delete(oldest);
		return answer;
	};
}

const rowVersion = sql<string>`llm_models.xmin::text`;

async function readEntries(db: Db, ids: string[]): Promise<Entry[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.select({ ...modelColumns, version: rowVersion })
		.from(llmModels)
		.leftJoin(llmProviders, endpointOfModel)
		.where(ids.length > fewRows ? undefined : inArray(llmModels.id, ids));
	return rows.map(({ version, ...row }) => ({
		model: named(row),
		text: textOf(row),
		aliases: "",
		name: row.displayName.toLowerCase(),
		input: row.inputPer1M === null ? null : Number(row.inputPer1M),
		output: row.outputPer1M === null ? null : Number(row.outputPer1M),
		priceBand: priceBandOf(row),
		contextBand: contextBandOf(row.contextLength),
		version,
	}));
}

/** With the names that aliases give it now, each after a line break. */
const findableBy = (entry: Entry, aliases: string): Entry =>
	entry.aliases === aliases ? entry : { ...entry, aliases, text: textOf(entry.model) + aliases };

const textOf = ({ id, displayName }: Pick<ModelOutput, "id" | "displayName">) => `${id}\n${displayName}`.toLowerCase();

/** An endpoint may have been given another name while its models stayed what they are. */
function renamed(entry: Entry, endpoints: { slug: string | null; name: string }[]): Entry {
	const { model } = entry;
	const endpoint = model.endpointSlug && endpoints.find(({ slug }) => slug === model.endpointSlug);
	if (!endpoint) return entry;
	const next = named({ ...model, endpointName: endpoint.name });
	return next.providerName === model.providerName ? entry : { ...entry, model: next };
}

type Comparator = (a: Entry, b: Entry) => number;

/** What is unknown stands last, whichever way the rest is sorted; the id decides between equals. */
function comparing({ sort, order }: Order): Comparator {
	const sign = order === "asc" ? 1 : -1;
	const by = <Key extends string | number>(keyOf: (entry: Entry) => Key | null): Comparator => {
		return (a, b) => {
			const [x, y] = [keyOf(a), keyOf(b)];
			if (x === y) return 0;
			if (x === null) return 1;
			if (y === null) return -1;
			return x < y ? -sign : sign;
		};
	};
	const name = by(({ name }) => name);
	const keys: Record<Order["sort"], Comparator[]> = {
		name: [name],
		provider: [by(({ model }) => model.providerType), name],
		price: [by(({ input }) => input), by(({ output }) => output)],
		contextLength: [by(({ model }) => model.contextLength)],
	};
	const steps = [...keys[sort], (a: Entry, b: Entry) => (a.model.id < b.model.id ? -1 : 1)];
	return (a, b) => {
		for (const step of steps) {
			const difference = step(a, b);
			if (difference !== 0) return difference;
		}
		return 0;
	};
}
