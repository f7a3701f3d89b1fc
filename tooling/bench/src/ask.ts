import { Agent, type Dispatcher, request } from "undici";
import { maxTokens, model, type Timing } from "./target.ts";

/** Connections of the load itself: kept open, never waited for. */
const agent = new Agent({ connections: 256, pipelining: 1, keepAliveTimeout: 60_000 });

interface Marks {
	/** Matches once the answer's first words have arrived. */
	firstText: RegExp;
	/** Stands in every answer that ended as it should. */
	end: string;
}

/** POST of a JSON body; the answer is not read yet. */
export const post = (
	url: string,
	token: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Dispatcher.ResponseData> =>
	request(url, {
		dispatcher: agent,
		method: "POST",
		headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
		body: JSON.stringify(body),
	});

/** GET of an event stream; the answer is not read yet. */
export const getStream = (url: string, token: string): Promise<Dispatcher.ResponseData> =>
	request(url, {
		dispatcher: agent,
		headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
	});

/** A request whose answer is an event stream: a POST where it has a body, else a GET. */
interface Question {
	url: string;
	token: string;
	body?: unknown;
	headers?: Record<string, string>;
}

/**
 * Asks for a stream, reads it to its end and times it from `startedAt` (of `performance.now()`). By undici's own callbacks,
 * without a stream of Node's around them: the load shares its processors with what it measures.
 */
export function timeStream(startedAt: number, question: Question, { firstText, end }: Marks): Promise<Timing> {
	const { url, token, body, headers } = question;
	const { origin, pathname, search } = new URL(url);
	const said = body === undefined ? { accept: "text/event-stream" } : { "content-type": "application/json" };
	return new Promise((resolve, reject) => {
		let statusCode = 0;
		let text = "";
		let firstTextMs: number | null = null;
		agent.dispatch(
			{
				origin,
				path: pathname + search,
				method: body === undefined ? "GET" : "POST",
				headers: { authorization: `Bearer ${token}`, ...said, ...headers },
				body: body === undefined ? null : JSON.stringify(body),
			},
			{
				onRequestStart: () => {},
				onResponseStart: (_controller, status) => {
					statusCode = status;
				},
				onResponseData: (_controller, chunk) => {
					text += chunk.toString("latin1");
					if (firstTextMs === null && firstText.test(text)) firstTextMs = performance.now() - startedAt;
				},
				onResponseEnd: () => {
					if (statusCode !== 200) reject(new Error(`Status ${statusCode}: ${text.slice(0, 300)}`));
					else if (firstTextMs !== null && text.includes(end)) {
						resolve({ firstTextMs, totalMs: performance.now() - startedAt });
					} else reject(new Error(`The answer broke off: …${text.slice(-300)}`));
				},
				onResponseError: (_controller, error) => reject(error),
			},
		);
	});
}

/** A streamed answer over the OpenAI wire, as every proxy of it speaks. */
export function askOpenAi(
	baseUrl: string,
	apiKey: string,
	prompt: string,
	headers: Record<string, string> = {},
): Promise<Timing> {
	const startedAt = performance.now();
	const messages = [{ role: "user", content: prompt }];
	const body = { model, messages, max_tokens: maxTokens, stream: true, stream_options: { include_usage: true } };
	const question = { url: `${baseUrl}/chat/completions`, token: apiKey, body, headers };
	return timeStream(startedAt, question, { firstText: /"content":"[^"]/, end: "[DONE]" });
}
