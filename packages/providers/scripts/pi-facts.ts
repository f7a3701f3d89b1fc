import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const piPackage = "@earendil-works/pi-ai";
const piVersion = "0.87.1";

const rates = z.object({
	input: z.number(),
	output: z.number(),
	cacheRead: z.number().default(0),
	cacheWrite: z.number().default(0),
});
const piModel = z.object({
	id: z.string(),
	name: z.string(),
	reasoning: z.boolean(),
	input: z.array(z.string()),
	contextWindow: z.number(),
	maxTokens: z.number(),
	cost: rates.extend({ tiers: z.array(rates.extend({ inputTokensAbove: z.number() })).optional() }),
});

/** What pi-ai knows of a model; its costs are USD per 1M tokens, and 0 may mean unknown. Every model takes tools. */
export type PiModel = z.infer<typeof piModel>;
export type PiRates = z.infer<typeof rates>;

export interface PiFacts {
	version: string;
	asOf: string;
	/** By provider type, then by upstream id. */
	models: Map<string, Map<string, PiModel>>;
}

/** Fetches the package with npm into a temporary directory, reads its model tables, and leaves nothing behind. */
export function fetchPiFacts(providers: readonly string[]): PiFacts {
	const folder = mkdtempSync(join(tmpdir(), "refresh-seed-"));
	try {
		execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, `${piPackage}@${piVersion}`], {
			stdio: ["ignore", "ignore", "inherit"],
		});
		const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
		if (!archive) throw new Error(`npm packed no archive of ${piPackage}@${piVersion}`);
		execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
		const data = join(folder, "package", "dist", "providers", "data");
		const manifest = z.object({ generatedAt: z.string() }).parse(readJson(join(data, ".manifest.json")));
		const models = new Map<string, Map<string, PiModel>>();
		for (const provider of providers) {
			const byApi = z.record(z.string(), z.record(z.string(), piModel)).parse(readJson(join(data, `${provider}.json`)));
			const rows = Object.values(byApi).flatMap((byId) => Object.values(byId));
			models.set(provider, new Map(rows.map((row) => [row.id, row])));
		}
		return { version: piVersion, asOf: manifest.generatedAt.slice(0, 10), models };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readJson(path: string): unknown {
	return JSON.parse(readFileSync(path, "utf8"));
}
