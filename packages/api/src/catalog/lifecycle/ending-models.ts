import { type DbOrTx, schema } from "@llm-hub/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { CatalogSnapshot, Entry } from "../snapshot.ts";
import type { Evidence, Sources } from "../sync/known-model.ts";
import { evidenceOf, isoDay } from "../sync/known-model.ts";
import { bandEdges, bandOf, type LifecycleBand } from "./bands.ts";

const { catalogChanges, llmModels } = schema;

/** A model on its way out, or gone. */
export interface EndingModel {
	entry: Entry;
	band: LifecycleBand;
	endsOn: string | null;
	reason: string | null;
}

/** What the rows say of how a model ends. */
export interface EndFacts {
	replacedBy: string | null;
	endSource: Evidence | null;
	replacementSource: Evidence | null;
}

/**
 * Every model that has a band, by date. Of those that have not ended only the enabled ones: nobody can run the others,
 * so nobody is hit.
 */
export async function endingModels(db: DbOrTx, { entries }: CatalogSnapshot, now: Date): Promise<EndingModel[]> {
	const missing = new Map(
		(
			await db
				.select({
					modelId: catalogChanges.modelId,
					reason: sql<string | null>`${catalogChanges.after} ->> 'reason'`,
					at: catalogChanges.detectedAt,
				})
				.from(catalogChanges)
				.where(and(eq(catalogChanges.kind, "gone"), eq(catalogChanges.state, "pending")))
		).map((change) => [change.modelId, change]),
	);
	const edges = bandEdges(now);
	const ending: EndingModel[] = [];
	for (const entry of entries.values()) {
		const { id, enabled, retiredAt, deprecationDate } = entry.model;
		const absence = missing.get(id);
		const band = bandOf({ deprecationDate, retiredAt, isMissing: absence !== undefined }, edges);
		if (band === null || (!enabled && band !== "ended")) continue;
		const endsOn = deprecationDate ?? (retiredAt ? isoDay(retiredAt) : absence ? isoDay(absence.at) : null);
		ending.push({ entry, band, endsOn, reason: deprecationDate === null ? (absence?.reason ?? null) : null });
	}
	return ending.sort(
		(a, b) => (a.endsOn ?? "").localeCompare(b.endsOn ?? "", "en") || (a.entry.model.id < b.entry.model.id ? -1 : 1),
	);
}

/** Where each end was read, and what its provider recommends instead. */
export async function endFactsOf(db: DbOrTx, ids: readonly string[]): Promise<Map<string, EndFacts>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select({ id: llmModels.id, replacedBy: llmModels.replacedBy, sources: llmModels.sources })
		.from(llmModels)
		.where(inArray(llmModels.id, [...ids]));
	return new Map(
		rows.map(({ id, replacedBy, sources: said }) => {
			const sources = said as Sources;
			const endSource = evidenceOf(sources, "deprecationDate") ?? sources.retiredAt ?? null;
			return [id, { replacedBy, endSource, replacementSource: evidenceOf(sources, "replacedBy") }];
		}),
	);
}
