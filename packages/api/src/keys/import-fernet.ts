import { schema } from "@llm-hub/db";
import { checkBaseUrl, type ProviderType, providerInfo, providerTypes } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { decryptFernet, type FernetKey } from "./import-fernet-token.ts";
import { auditKeyChange } from "./key-audit.ts";
import { insertKey, type Wanted } from "./save-key.ts";
import type { SavedKey } from "./saved-keys.ts";
import { apiKeyField, baseUrlField, keyNameField } from "./schema.ts";

/** 422: the whole import is refused, and nothing of it was saved. One problem a line, none of which holds a secret. */
export class ImportRefusedError extends DomainError {
	constructor(readonly problems: readonly string[]) {
		super("UNPROCESSABLE_CONTENT", `Nothing was imported:\n${problems.map((line) => `  ${line}`).join("\n")}`);
	}
}

export interface ImportReport {
	imported: { providerType: ProviderType; name: string }[];
	/** Already saved under that provider and name: left as they are. */
	skipped: { providerType: ProviderType; name: string }[];
}

/** One provider of the replaced system, as its table exports to JSON; other columns are ignored. */
const entrySchema = z.object(
	{
		provider_type: z.enum(providerTypes, { error: `must be one of ${providerTypes.join(", ")}.` }),
		name: keyNameField.nullish(),
		encrypted_api_key: z.string({ error: "must be a Fernet token." }),
		config: z.object({ base_url: baseUrlField.nullish() }).nullish(),
	},
	{ error: "must be an object with provider_type and encrypted_api_key." },
);
type Entry = z.infer<typeof entrySchema>;

/**
 * Imports the provider keys of the replaced system: a JSON array, or one JSON object a line. All of them are saved or
 * none; a key that is saved already is left alone, so an import may be repeated.
 * @throws ImportRefusedError that names every entry that is wrong
 */
export async function importFernet(
	ctx: Context,
	{ text, fernetKeys }: { text: string; fernetKeys: readonly FernetKey[] },
): Promise<ImportReport> {
	const wanted = readEntries(ctx, text, fernetKeys);
	return ctx.db.transaction(async (tx) => {
		const report: ImportReport = { imported: [], skipped: [] };
		const rows: SavedKey[] = [];
		for (const entry of wanted) {
			const { providerType, name } = entry;
			const { llmProviders } = schema;
			const isSame = and(eq(llmProviders.providerType, providerType), eq(llmProviders.name, name));
			const [saved] = await tx.select({ id: llmProviders.id }).from(llmProviders).where(isSame);
			const row = saved ? null : await insertKey(tx, ctx, entry);
			if (!saved && !row) {
				throw new ImportRefusedError([`${providerType} "${name}": another key is saved under a name like it.`]);
			}
			if (row) rows.push(row);
			report[saved ? "skipped" : "imported"].push({ providerType, name });
		}
		for (const row of rows) await auditKeyChange(tx, ctx, "keys.save", { before: null, after: row });
		const after = { imported: report.imported.length, skipped: report.skipped.length };
		await recordAudit(tx, ctx, { action: "keys.import", after });
		return report;
	});
}

function readEntries(ctx: Context, text: string, fernetKeys: readonly FernetKey[]): Wanted[] {
	const problems: string[] = [];
	const seen = new Set<string>();
	const wanted = parseJson(text, problems).flatMap(({ where, value }) => {
		const entry = entrySchema.safeParse(value);
		if (!entry.success) {
			const { issues } = entry.error;
			problems.push(...issues.map(({ path, message }) => `${[where, ...path].join(": ")}: ${message}`));
			return [];
		}
		const made = wantedOf(ctx, entry.data, fernetKeys);
		if (typeof made === "string") {
			problems.push(`${where}: ${made}`);
			return [];
		}
		const same = JSON.stringify([made.providerType, made.name]);
		if (seen.has(same)) problems.push(`${where}: ${made.providerType} "${made.name}" stands twice.`);
		seen.add(same);
		return [made];
	});
	if (problems.length > 0) throw new ImportRefusedError(problems);
	return wanted;
}

/** What to save, or what is wrong with the entry. */
function wantedOf({ services }: Context, entry: Entry, fernetKeys: readonly FernetKey[]): Wanted | string {
	const providerType = entry.provider_type;
	const decrypted = decryptFernet(entry.encrypted_api_key, fernetKeys);
	if ("problem" in decrypted) {
		return decrypted.problem === "wrong key"
			? "encrypted_api_key was not encrypted with a given Fernet key, or was tampered with."
			: "encrypted_api_key is not a Fernet token.";
	}
	const apiKey = apiKeyField.safeParse(decrypted.plaintext);
	if (!apiKey.success) return `the decrypted key is refused: ${apiKey.error.issues[0]?.message}`;
	const url = entry.config?.base_url;
	if (url && providerType !== "custom") return "only a custom endpoint has a base_url; this provider's host is fixed.";
	const name = entry.name ?? providerInfo[providerType].displayName;
	if (providerType !== "custom") return { providerType, name, apiKey: apiKey.data, baseUrl: null };
	const checked = checkBaseUrl(url ?? "", { allowPrivate: services.config.allowPrivateUpstreams });
	if (!checked.ok) return `base_url: ${checked.message}`;
	return { providerType, name, apiKey: apiKey.data, baseUrl: checked.baseUrl };
}

function parseJson(text: string, problems: string[]): { where: string; value: unknown }[] {
	const trimmed = text.trim();
	if (trimmed === "") {
		problems.push("There is nothing to import: the input is empty.");
		return [];
	}
	if (trimmed.startsWith("[")) {
		const values = parsed(trimmed);
		if (Array.isArray(values)) return values.map((value, i) => ({ where: `entry ${i + 1}`, value }));
		problems.push("The input is not a whole JSON array.");
		return [];
	}
	return trimmed.split("\n").flatMap((line, i) => {
		if (line.trim() === "") return [];
		const value = parsed(line);
		if (value !== undefined) return [{ where: `line ${i + 1}`, value }];
		problems.push(`line ${i + 1}: not JSON.`);
		return [];
	});
}

/** Undefined when it is not JSON: what the parser says would repeat the text. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
