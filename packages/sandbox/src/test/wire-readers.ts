import type { ProviderName, Sandbox } from "../index.ts";

/** What a test wants to know of an answer, read out of a wire's own words. */
interface Said {
	text: string;
	reasoning: string;
	tool: { name: string; arguments: string } | null;
	finish: string | null;
	model: string | null;
	input: number | null;
	output: number | null;
}

interface WireReader {
	read(body: string, stream: boolean): Said;
	ids(list: string): string[];
	auth(key: string): { header: string; value: string };
	/** Proves a key where the list does not. */
	keyPath?: string;
	wrongKey: number;
	missingKey: number;
	stopWord: string;
	lengthWord: string;
	toolWord: string;
}

/** The data of every event, in order; untyped, as a wrong shape shall fail the assertion and not the reading. */
export const events = (body: string) =>
	body
		.split(/\r?\n\r?\n/)
		.flatMap((frame) => frame.split(/\r?\n/).filter((line) => line.startsWith("data: ")))
		.map((line) => line.slice("data: ".length))
		.filter((data) => data !== "[DONE]")
		.map((data) => JSON.parse(data));

const nothing = (): Said => ({
	text: "",
	reasoning: "",
	tool: null,
	finish: null,
	model: null,
	input: null,
	output: null,
});

function addTool(said: Said, name: string | undefined, args: string | undefined): void {
	said.tool ??= { name: "", arguments: "" };
	said.tool.name += name ?? "";
	said.tool.arguments += args ?? "";
}

type ContentPart = { type: "text"; text: string } | { type: "thinking"; thinking: { text: string }[] };

function readContent(said: Said, content: string | null | undefined | ContentPart[]): void {
	for (const part of typeof content === "string" ? [{ type: "text" as const, text: content }] : (content ?? [])) {
		if (part.type === "text") said.text += part.text;
		else for (const piece of part.thinking) said.reasoning += piece.text;
	}
}

/** One field of every entry of a list. */
function fieldOf(entries: Iterable<Record<string, string>>, name: string): string[] {
	return Array.from(entries, (entry) => entry[name] ?? "");
}

function readOpenAi(body: string, stream: boolean): Said {
	const said = nothing();
	for (const chunk of stream ? events(body) : [JSON.parse(body)]) {
		said.model = chunk.model;
		const choice = chunk.choices[0];
		const part = choice?.delta ?? choice?.message ?? {};
		readContent(said, part.content);
		said.reasoning += part.reasoning ?? part.reasoning_content ?? "";
		for (const call of part.tool_calls ?? []) addTool(said, call.function.name, call.function.arguments);
		said.finish = choice?.finish_reason ?? said.finish;
		const usage = chunk.usage ?? chunk.x_groq?.usage;
		if (usage) [said.input, said.output] = [usage.prompt_tokens, usage.completion_tokens];
	}
	return said;
}

function readAnthropic(body: string, stream: boolean): Said {
	const said = nothing();
	const readUsage = (usage: Record<string, number> | undefined) => {
		if (!usage) return;
		const { input_tokens = 0, cache_read_input_tokens = 0, cache_creation_input_tokens = 0 } = usage;
		said.input = input_tokens + cache_read_input_tokens + cache_creation_input_tokens;
		said.output = usage.output_tokens ?? null;
	};
	if (!stream) {
		const whole = JSON.parse(body);
		for (const block of whole.content) {
			said.text += block.text ?? "";
			said.reasoning += block.thinking ?? "";
			if (block.type === "tool_use") addTool(said, block.name, JSON.stringify(block.input));
		}
		readUsage(whole.usage);
		return { ...said, finish: whole.stop_reason, model: whole.model };
	}
	for (const event of events(body)) {
		if (event.type === "message_start") said.model = event.message.model;
		if (event.content_block?.type === "tool_use") addTool(said, event.content_block.name, "");
		said.text += event.delta?.text ?? "";
		said.reasoning += event.delta?.thinking ?? "";
		if (event.delta?.partial_json) addTool(said, "", event.delta.partial_json);
		if (event.type === "message_delta") {
			said.finish = event.delta.stop_reason;
			readUsage(event.usage);
		}
	}
	return said;
}

function readGoogle(body: string, stream: boolean): Said {
	const said = nothing();
	for (const chunk of stream ? events(body) : [JSON.parse(body)]) {
		const candidate = chunk.candidates[0];
		for (const part of candidate.content.parts) {
			if (part.thought) said.reasoning += part.text;
			else said.text += part.text ?? "";
			if (part.functionCall) addTool(said, part.functionCall.name, JSON.stringify(part.functionCall.args));
		}
		said.finish = candidate.finishReason ?? said.finish;
		said.model = chunk.modelVersion;
		const usage = chunk.usageMetadata;
		if (usage) {
			said.input = usage.promptTokenCount;
			said.output = usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0);
		}
	}
	return said;
}

function readCohere(body: string, stream: boolean): Said {
	const said = nothing();
	for (const event of stream ? events(body) : [JSON.parse(body)]) {
		const message = event.delta?.message ?? event.message ?? {};
		for (const part of [message.content ?? []].flat()) {
			said.text += part.text ?? "";
			said.reasoning += part.thinking ?? "";
		}
		for (const call of [message.tool_calls ?? []].flat()) addTool(said, call.function.name, call.function.arguments);
		const end = event.delta ?? event;
		said.finish = end.finish_reason ?? said.finish;
		if (end.usage) [said.input, said.output] = [end.usage.tokens.input_tokens, end.usage.tokens.output_tokens];
	}
	return said;
}

const openAi: WireReader = {
	read: readOpenAi,
	ids: (list) => fieldOf(JSON.parse(list).data ?? JSON.parse(list), "id"),
	auth: (key) => ({ header: "authorization", value: `Bearer ${key}` }),
	wrongKey: 401,
	missingKey: 401,
	stopWord: "stop",
	lengthWord: "length",
	toolWord: "tool_calls",
};

export const readers: Record<ProviderName, WireReader> = {
	openai: openAi,
	groq: openAi,
	together: openAi,
	mistral: openAi,
	custom: { ...openAi, missingKey: 200 },
	openrouter: { ...openAi, keyPath: "/openrouter/api/v1/key" },
	anthropic: {
		read: readAnthropic,
		ids: openAi.ids,
		auth: (key) => ({ header: "x-api-key", value: key }),
		wrongKey: 401,
		missingKey: 401,
		stopWord: "end_turn",
		lengthWord: "max_tokens",
		toolWord: "tool_use",
	},
	google: {
		read: readGoogle,
		ids: (list) => fieldOf(JSON.parse(list).models, "name").map((name) => name.replace("models/", "")),
		auth: (key) => ({ header: "x-goog-api-key", value: key }),
		wrongKey: 400,
		missingKey: 403,
		stopWord: "STOP",
		lengthWord: "MAX_TOKENS",
		toolWord: "STOP",
	},
	cohere: {
		...openAi,
		read: readCohere,
		ids: (list) => fieldOf(JSON.parse(list).models, "name"),
		stopWord: "COMPLETE",
		lengthWord: "MAX_TOKENS",
		toolWord: "TOOL_CALL",
	},
};

/** The path of the model list below the sandbox's origin. */
export function listPath(sandbox: Sandbox, provider: ProviderName): string {
	const base = provider === "cohere" ? `${sandbox.url}/cohere/v1` : sandbox.baseUrl(provider);
	return `${base.slice(sandbox.url.length)}/models`;
}

interface Asking {
	stream: boolean;
	prompt?: string;
	model?: string;
	maxTokens?: number;
	stop?: string[];
	key?: string;
	signal?: AbortSignal;
}

/** The path and body of a chat in one provider's own words. */
function chatCall(provider: ProviderName, { stream, prompt = "Hello", maxTokens, stop, model = "gpt-test" }: Asking) {
	if (provider === "google") {
		const verb = stream ? "streamGenerateContent?alt=sse" : "generateContent";
		return {
			path: `/models/${encodeURIComponent(model)}:${verb}`,
			body: {
				contents: [{ role: "user", parts: [{ text: prompt }] }],
				generationConfig: { maxOutputTokens: maxTokens, stopSequences: stop },
			},
		};
	}
	const body = { model, stream, messages: [{ role: "user", content: prompt }] };
	if (provider === "anthropic") {
		return { path: "/messages", body: { ...body, max_tokens: maxTokens ?? 1000, stop_sequences: stop } };
	}
	if (provider === "cohere") return { path: "/chat", body: { ...body, max_tokens: maxTokens, stop_sequences: stop } };
	const options = { stream_options: { include_usage: true }, max_tokens: maxTokens, stop };
	return { path: "/chat/completions", body: { ...body, ...options } };
}

/** Asks a provider's chat as its own clients would. */
export function ask(sandbox: Sandbox, provider: ProviderName, asking: Asking): Promise<Response> {
	const { path, body } = chatCall(provider, asking);
	const { header, value } = readers[provider].auth(asking.key ?? "sk-test-0123456789");
	return fetch(`${sandbox.baseUrl(provider)}${path}`, {
		method: "POST",
		headers: { [header]: value, "content-type": "application/json", "anthropic-version": "2023-06-01" },
		body: JSON.stringify(body),
		signal: asking.signal,
	});
}

/** The body of an answer that must have succeeded. */
export async function drain(response: Response): Promise<string> {
	const body = await response.text();
	if (response.status !== 200) throw new Error(`${response.status}: ${body}`);
	return body;
}
