import type { IncomingHttpHeaders } from "node:http";
import type { Answer, CallKind, FailureName, ProviderName, SandboxModel, ToolCallAnswer } from "../types.ts";

/** What a path below a provider's root asks for. */
export interface Route {
	kind: CallKind;
	/** From the path, where a wire puts it there. */
	model?: string;
	/** From the path or query, where a wire says it there; else the body says it. */
	stream?: boolean;
}

interface DeclaredTool {
	name: string;
	parameters: unknown;
}

/** What a wire read out of a chat request: enough to answer and to bill it. */
export interface Asked {
	model: string;
	stream: boolean;
	/** Every text of the prompt, in order: system, messages, tool results. */
	texts: string[];
	lastUser: string;
	images: number;
	maxTokens: number | null;
	stop: string[];
	tools: DeclaredTool[];
	/** A JSON schema, `{}` for any JSON, null for prose. */
	jsonSchema: unknown;
	/** Whether reasoning is seen: `hidden` is what the client did not ask for, `never` what the wire cannot say. */
	reasoning: "shown" | "hidden" | "never";
	/** The client asked for usage in the stream, or the wire always sends it. */
	wantsUsage: boolean;
}

/** An answer that is sent whole. `body` is sent as JSON, or as it is when it is a string. */
export interface WholeAnswer {
	status: number;
	headers?: Record<string, string>;
	body: unknown;
}

export interface RefusalFacts {
	model: string;
	/** The key that was sent; wires may show a part of it, as the real ones do. */
	key: string;
	/** Milliseconds, for refusals that say how long to wait. */
	retryAfterMs?: number;
	/** Says what is wrong, for `bad_request`. */
	detail?: string;
}

/** Turns an answer into the frames of one stream. Methods are called in order; each returns what to write. */
export interface Encoder {
	open(): string;
	reasoning(text: string): string;
	text(text: string): string;
	/** One string a chunk. */
	tool(call: ToolCallAnswer): string[];
	close(): string;
	/** A failure after the stream began. */
	fail(refusal: WholeAnswer): string;
}

export interface Wire {
	provider: ProviderName;
	/** Where the provider's host begins, e.g. `/groq`; below it paths are the real ones. Empty for `custom`. */
	root: string;
	/** What vendors' SDKs have in their base URL, e.g. `/openai/v1`. */
	version: string;
	keyRequired: boolean;
	/** Sent before the JSON of a whole chat answer. */
	lead?: string;
	route(method: string, path: string, query: URLSearchParams): Route | null;
	keyOf(headers: IncomingHttpHeaders, query: URLSearchParams): { header: string; value: string } | null;
	/** Kinds that answer without a valid key, as the real provider does. */
	open?: readonly CallKind[];
	read(body: Record<string, unknown>, route: Route): Asked;
	/** What this provider refuses in a chat request that others take; the sentence it says. */
	objection?(body: Record<string, unknown>, headers: IncomingHttpHeaders): string | null;
	refuse(failure: FailureName | "missing_key" | "not_found", facts: RefusalFacts): WholeAnswer;
	list(models: readonly SandboxModel[], query: URLSearchParams, pageSize: number | null): WholeAnswer;
	one(model: SandboxModel): WholeAnswer;
	/** The answer to a look at the key, where the provider has such a path. */
	keyFacts?(key: string): WholeAnswer;
	encoder(answer: Answer, asked: Asked): Encoder;
	whole(answer: Answer, asked: Asked): unknown;
}

/** The bearer key, as most wires carry it. */
export function bearer(headers: IncomingHttpHeaders): { header: string; value: string } | null {
	const value = headers.authorization;
	if (!value) return null;
	return { header: "authorization", value: value.replace(/^Bearer\s+/i, "") };
}

/** Whole seconds, rounded up, as a `retry-after` header has it. */
export const inSeconds = (ms: number) => String(Math.ceil(ms / 1000));

export const sseEvent = (event: string, data: string) => `event: ${event}\ndata: ${data}\n\n`;
export const sseData = (data: string) => `data: ${data}\n\n`;
