import { readdir, readFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { z } from "zod";
import { providerNames } from "./types.ts";

const headerValue = z.union([z.string(), z.array(z.string())]);

/** A recording's `.meta.json`; members that replay does not need are let through. */
const metaSchema = z.object({
	id: z.string().min(1),
	provider: z.enum(providerNames),
	kind: z.string(),
	request: z
		.object({
			method: z.string().nullish(),
			path: z.string().nullish(),
			query: z.string().nullish(),
			body: z.unknown(),
		})
		.nullish(),
	response: z.object({
		status: z.number().int().min(200).max(599),
		headers: z.record(z.string(), headerValue).nullish(),
		chunkBytes: z.array(z.number().int().positive()).nullish(),
	}),
	bodyFile: z.string().min(1),
});
type Meta = z.infer<typeof metaSchema>;

/** One recorded exchange, without its body. */
export interface Exchange {
	id: string;
	provider: Meta["provider"];
	kind: string;
	method: string;
	/** As the real host saw it; null when the recording does not say. */
	path: string | null;
	/** The request's model, where its body names one. */
	model: string | null;
	stream: boolean;
	status: number;
	headers: Record<string, string | string[]>;
	/** Bytes of each write; null when the recording does not know them. */
	chunkBytes: number[] | null;
	bodyPath: string;
}

/** What belongs to one connection, or to an encoding that the recording no longer has. */
const connectionHeaders = new Set([
	"connection",
	"content-encoding",
	"content-length",
	"date",
	"keep-alive",
	"proxy-authenticate",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade",
]);

function headersOf(meta: Meta): Record<string, string | string[]> {
	const headers: Record<string, string | string[]> = {};
	for (const [name, value] of Object.entries(meta.response.headers ?? {})) {
		if (!connectionHeaders.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
	}
	// Some recordings lost all their headers; without a type nobody could read them.
	headers["content-type"] ??= meta.bodyFile.endsWith(".sse") ? "text/event-stream" : "application/json";
	return headers;
}

/** Google names the model in the path, everybody else in the body. */
function modelOf(path: string | null, body: unknown): string | null {
	const inPath = path ? /\/models\/([^/:]+)(?::\w+)$/.exec(path)?.[1] : undefined;
	if (inPath) return decodeURIComponent(inPath);
	const named = z.object({ model: z.string() }).safeParse(body);
	return named.success ? named.data.model : null;
}

function exchangeOf(meta: Meta, directory: string): Exchange {
	const path = meta.request?.path ?? null;
	const body = meta.request?.body;
	return {
		id: meta.id,
		provider: meta.provider,
		kind: meta.kind,
		method: meta.request?.method ?? (meta.kind === "models" ? "GET" : "POST"),
		path,
		model: modelOf(path, body),
		stream: meta.kind.startsWith("stream"),
		status: meta.response.status,
		headers: headersOf(meta),
		chunkBytes: meta.response.chunkBytes ?? null,
		bodyPath: join(directory, meta.bodyFile),
	};
}

/**
 * Reads one recording's description. Its body must lie beside it.
 * @throws Error that names the file when it is not in the format.
 */
export async function readExchange(file: string): Promise<Exchange> {
	const directory = resolve(file, "..");
	let meta: Meta;
	try {
		meta = metaSchema.parse(JSON.parse(await readFile(file, "utf8")));
	} catch (error) {
		const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
		throw new Error(`${file} does not describe a recorded exchange: ${why}`);
	}
	const exchange = exchangeOf(meta, directory);
	if (!resolve(exchange.bodyPath).startsWith(directory + sep)) {
		throw new Error(`${file} names a body outside of its folder`);
	}
	return exchange;
}

/** Every description below a directory, in the order of their names. */
export async function findMetaFiles(directory: string): Promise<string[]> {
	const names = await readdir(directory, { recursive: true });
	return names
		.filter((name) => name.endsWith(".meta.json"))
		.sort()
		.map((name) => join(directory, name));
}
