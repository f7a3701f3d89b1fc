import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { streamChat } from "../call.ts";
import type { CallOptions, ChatEvent, ChatRequest, Failure, Target } from "../types.ts";
import type { ProviderType } from "../vocabulary.ts";
import { serve } from "./serve.ts";

interface SeenRequest {
	method: string;
	path: string;
	headers: IncomingMessage["headers"];
	json: unknown;
}

/** A provider that is stood in for, over real HTTP. `answer` is called once per request, with its number from 0. */
export interface Upstream extends AsyncDisposable {
	seen: SeenRequest[];
	target(provider: ProviderType, secret?: string | null): Target;
}

export async function startUpstream(
	answer: (response: ServerResponse, attempt: number) => void | Promise<void>,
): Promise<Upstream> {
	const seen: SeenRequest[] = [];
	const server = await serve(async (request, response) => {
		const body = await text(request);
		seen.push({
			method: request.method ?? "",
			path: request.url ?? "",
			headers: request.headers,
			json: body ? JSON.parse(body) : undefined,
		});
		await answer(response, seen.length - 1);
	});
	return {
		seen,
		target: (provider, secret = "sk-test-0123456789abcdef") => ({
			provider,
			baseUrl: server.baseUrl,
			secret,
			allowPrivate: true,
		}),
		[Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
	};
}

export const hello: ChatRequest = { model: "m-1", messages: [{ role: "user", content: "Hello" }], stream: true };

export async function collect(target: Target, request: ChatRequest, options?: CallOptions): Promise<ChatEvent[]> {
	const events: ChatEvent[] = [];
	await streamChat(target, request, (event) => events.push(event), options);
	return events;
}

/** The failure that the events end with; fails the test when they end otherwise. */
export function failureIn(events: ChatEvent[]): Failure {
	const last = events.at(-1);
	if (last?.type !== "failed") throw new Error(`No failure at the end of ${JSON.stringify(events)}`);
	return last.failure;
}

export const textIn = (events: ChatEvent[], type: "text" | "reasoning" = "text"): string =>
	events.map((event) => (event.type === type ? event.text : "")).join("");

/** One server-sent event. */
export const sse = (data: unknown, event?: string): string =>
	`${event ? `event: ${event}\n` : ""}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

/** A chunk of OpenAI's dialect. */
export const chunk = (delta: unknown, finish: string | null = null, more: object = {}): string =>
	sse({ id: "c-1", model: "m-1", choices: [{ index: 0, delta, finish_reason: finish }], ...more });
