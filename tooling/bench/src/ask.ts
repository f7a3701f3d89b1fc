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

/** Reads a stream to its end and times it from `startedAt` (of `performance.now()`). */
export async function timeStream(
	startedAt: number,
	{ statusCode, body }: Dispatcher.ResponseData,
	{ firstText, end }: Marks,
): Promise<Timing> {
	if (statusCode !== 200) throw new Error(`Status ${statusCode}: ${(await body.text()).slice(0, 300)}`);
	let text = "";
	let firstTextMs: number | null = null;
	body.setEncoding("utf8");
	for await (const chunk of body) {
		text += chunk;
		if (firstTextMs === null && firstText.test(text)) firstTextMs = performance.now() - startedAt;
	}
	if (firstTextMs === null || !text.includes(end)) throw new Error(`The answer broke off: …${text.slice(-300)}`);
	return { firstTextMs, totalMs: performance.now() - startedAt };
}

/** A streamed answer over the OpenAI wire, as every proxy of it speaks. */
export async function askOpenAi(
	baseUrl: string,
	apiKey: string,
	prompt: string,
	headers: Record<string, string> = {},
): Promise<Timing> {
	const startedAt = performance.now();
	const messages = [{ role: "user", content: prompt }];
	const body = { model, messages, max_tokens: maxTokens, stream: true, stream_options: { include_usage: true } };
	const response = await post(`${baseUrl}/chat/completions`, apiKey, body, headers);
	return timeStream(startedAt, response, { firstText: /"content":"[^"]/, end: "[DONE]" });
}
