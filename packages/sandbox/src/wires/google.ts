import { countTokens } from "../tokens.ts";
import type { Answer, FinishName, SandboxModel, ToolCallAnswer } from "../types.ts";
import { googleRefusal } from "./google-errors.ts";
import { contentText, decoded, list, number, pageOf, parseObject, record, sizeOf, strings, text } from "./reading.ts";
import type { Asked, Encoder, Route, Wire } from "./wire.ts";

/** A call for a tool ends with STOP, as in Google's own answers. */
const finishReasons: Record<FinishName, string> = {
	stop: "STOP",
	length: "MAX_TOKENS",
	tool_calls: "STOP",
	content_filter: "SAFETY",
};

const modelEntry = (model: SandboxModel) => ({
	name: `models/${model.id}`,
	version: "001",
	displayName: model.displayName,
	description: "Stands in for a model; see the sandbox.",
	inputTokenLimit: model.contextLength,
	outputTokenLimit: model.maxOutputTokens,
	supportedGenerationMethods: ["generateContent", "countTokens"],
	temperature: 1,
	topP: 0.95,
	maxTemperature: 2,
	...(model.capabilities.includes("reasoning") && { thinking: true }),
});

/** Streams only as events (`?alt=sse`): the array that Google sends without it is not spoken here. */
function route(method: string, path: string, query: URLSearchParams): Route | null {
	if (path === "/v1beta/models" && method === "GET") return { kind: "models" };
	const found = /^\/v1beta\/models\/(.+?)(?::(\w+))?$/.exec(path);
	if (!found?.[1]) return null;
	const verb = found[2];
	const stream = verb === "streamGenerateContent";
	if (method === "POST" && (verb === "generateContent" || (stream && query.get("alt") === "sse"))) {
		return { kind: "chat", model: decoded(found[1]), stream };
	}
	return method === "GET" && verb === undefined ? { kind: "model", model: decoded(found[1]) } : null;
}

function read(body: Record<string, unknown>, { model = "", stream = false }: Route): Asked {
	const contents = list(body.contents).map(record);
	const parts = contents.flatMap((content) => list(content.parts).map(record));
	const config = record(body.generationConfig);
	const asksJson = config.responseMimeType === "application/json";
	const last = contents.findLast((content) => (content.role ?? "user") === "user");
	return {
		model,
		stream,
		texts: [
			contentText(record(body.systemInstruction).parts),
			...contents.map((content) => contentText(content.parts)),
			...parts.filter((part) => part.functionResponse).map((part) => JSON.stringify(part.functionResponse)),
		],
		lastUser: contentText(last?.parts),
		images: parts.filter((part) => part.inlineData ?? part.fileData).length,
		maxTokens: number(config.maxOutputTokens),
		stop: strings(config.stopSequences),
		tools: list(body.tools)
			.flatMap((tool) => list(record(tool).functionDeclarations).map(record))
			.map((tool) => ({ name: text(tool.name), parameters: tool.parametersJsonSchema ?? tool.parameters })),
		jsonSchema: asksJson ? (config.responseJsonSchema ?? config.responseSchema ?? {}) : null,
		reasoning: record(config.thinkingConfig).includeThoughts === true ? "shown" : "hidden",
		wantsUsage: true,
	};
}

/** Google counts thoughts beside the candidates; the total is all three. */
function usageOf(answer: Answer, candidates: number, thoughts: number) {
	const usage = answer.usage;
	if (!usage) return {};
	return {
		usageMetadata: {
			promptTokenCount: usage.input,
			candidatesTokenCount: candidates,
			totalTokenCount: usage.input + candidates + thoughts,
			...(usage.cachedInput > 0 && { cachedContentTokenCount: usage.cachedInput }),
			promptTokensDetails: [{ modality: "TEXT", tokenCount: usage.input }],
			...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
		},
	};
}

const callPart = (call: ToolCallAnswer) => ({
	functionCall: { name: call.name, args: parseObject(call.arguments), id: call.id },
	thoughtSignature: "c2FuZGJveA==",
});

const origin = (answer: Answer) => ({ modelVersion: answer.model, responseId: answer.id });

const finalUsage = (answer: Answer) =>
	answer.usage ? usageOf(answer, answer.usage.output - answer.usage.reasoning, answer.usage.reasoning) : {};

function encoder(answer: Answer): Encoder {
	let thoughts = 0;
	let candidates = 0;
	const event = (data: unknown) => `data: ${JSON.stringify(data)}\r\n\r\n`;
	const frame = (part: unknown) =>
		event({
			candidates: [{ content: { parts: [part], role: "model" }, index: 0 }],
			...usageOf(answer, candidates, thoughts),
			...origin(answer),
		});
	return {
		open: () => "",
		reasoning: (piece) => {
			thoughts += countTokens(piece);
			return frame({ text: piece, thought: true });
		},
		text: (piece) => {
			candidates += countTokens(piece);
			return frame({ text: piece });
		},
		tool: (call) => [frame(callPart(call))],
		close: () =>
			event({
				candidates: [
					{
						content: { parts: [{ text: "" }], role: "model" },
						finishReason: finishReasons[answer.finish],
						index: 0,
					},
				],
				...finalUsage(answer),
				...origin(answer),
			}),
		fail: (refusal) => event(refusal.body),
	};
}

/** Google's Gemini API; its list pages by `pageToken` and `pageSize` (50, at most 1000). */
export const google: Wire = {
	provider: "google",
	root: "/google",
	version: "/v1beta",
	keyRequired: true,
	keyOf: (headers, query) => {
		const header = headers["x-goog-api-key"];
		if (typeof header === "string") return { header: "x-goog-api-key", value: header };
		const parameter = query.get("key");
		return parameter === null ? null : { header: "?key", value: parameter };
	},
	route,
	read,
	objection: (body) =>
		list(body.contents).length === 0 ? "* GenerateContentRequest.contents: contents is not specified" : null,
	refuse: googleRefusal,
	list: (models, query, pageSize) => {
		const size = sizeOf(query.get("pageSize"), 50, 1_000, pageSize);
		const start = Number(query.get("pageToken") ?? 0);
		const { page, more } = pageOf(models, start, size);
		return {
			status: 200,
			body: { models: page.map(modelEntry), ...(more && { nextPageToken: String(start + size) }) },
		};
	},
	one: (model) => ({ status: 200, body: modelEntry(model) }),
	encoder,
	whole: (answer) => {
		const reasoning = answer.reasoning.join("");
		const said = answer.text.join("");
		const parts = [
			...(reasoning ? [{ text: reasoning, thought: true }] : []),
			...(said ? [{ text: said }] : []),
			...(answer.toolCall ? [callPart(answer.toolCall)] : []),
		];
		return {
			candidates: [{ content: { parts, role: "model" }, finishReason: finishReasons[answer.finish], index: 0 }],
			...finalUsage(answer),
			...origin(answer),
		};
	},
};
