import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ProviderType, providerTypes } from "../vocabulary.ts";

/** One recorded exchange: `<provider>/<kind>/<name>.meta.json` with its body beside it. */
export interface Exchange {
	/** `<provider>/<kind>/<name>` */
	id: string;
	provider: ProviderType;
	kind: string;
	path: string;
	status: number;
	headers: Record<string, string>;
	/** The lengths of the writes in which the body came, when they were recorded. */
	chunkBytes: number[] | null;
	body: Buffer;
	/** Only in exchanges written for this project: what must come out, told by hand. */
	expected: Partial<Outcome> | null;
}

/** What an answer says in the end. */
export interface Outcome {
	text: string;
	reasoning: string;
	toolCalls: { id: string; name: string; arguments: string }[];
	/** The finish reason, or `failed`. */
	end: string;
	/** Why it failed; null when it did not. */
	reason: string | null;
	usage: Record<string, unknown> | null;
}

const lowerCase = (headers: Record<string, string> | undefined): Record<string, string> =>
	Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

/** Every exchange under a directory in this format, sorted by id. */
export function readExchanges(directory: string): Exchange[] {
	const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
	return files
		.filter((file) => file.endsWith(".meta.json"))
		.sort()
		.map((file): Exchange => {
			const path = join(directory, file);
			const meta = JSON.parse(readFileSync(path, "utf8"));
			const provider = providerTypes.find((type) => type === meta.provider);
			if (!provider) throw new Error(`${file} names no provider of ours: ${meta.provider}`);
			return {
				id: meta.id ?? file.replace(/\.meta\.json$/, ""),
				provider,
				kind: meta.kind,
				path: meta.request?.path ?? "",
				status: meta.response.status,
				headers: lowerCase(meta.response.headers),
				chunkBytes: meta.response.chunkBytes ?? null,
				body: readFileSync(join(dirname(path), meta.bodyFile)),
				expected: meta.expected ?? null,
			};
		});
}

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

function* everyBytes(body: Buffer, size: number): Generator<Buffer> {
	for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

function* byLengths(body: Buffer, next: () => number): Generator<Buffer> {
	for (let at = 0; at < body.length; ) {
		const size = Math.max(1, next());
		yield body.subarray(at, at + size);
		at += size;
	}
}

/** The ways in which a body may be cut into reads, by name. */
export function splits({ body, chunkBytes }: Exchange): Record<string, Iterable<Buffer>> {
	const random = seededRandom(body.length);
	const recorded = [...(chunkBytes ?? [])];
	return {
		recorded: byLengths(body, () => recorded.shift() ?? body.length),
		"one byte": everyBytes(body, 1),
		"7 bytes": everyBytes(body, 7),
		whole: [body],
		random: byLengths(body, () => Math.floor(random() * 97)),
	};
}
