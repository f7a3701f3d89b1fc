import type { Exchange, Outcome } from "./wire.ts";

/**
 * A second, simple-minded reading of a whole recorded body, which shares no code with the parser that it checks: it
 * has all of the body at once, knows nothing of reads, and asks each provider's own fields only.
 */

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON of many shapes; a wrong guess fails the test that uses it.
type Json = any;

/** The JSON messages of a body, whatever carries them. */
export function messagesOf(body: string): Json[] {
	const trimmed = body.trim();
	if (/^[[{]/.test(trimmed)) {
		try {
			const whole = JSON.parse(trimmed);
			return Array.isArray(whole) ? whole : [whole];
		} catch {
			return trimmed.split("\n").map((line) => JSON.parse(line));
		}
	}
	const lines = trimmed.split(/\r\n|\n|\r/).filter((line) => line.trimStart().startsWith("data:"));
	const payloads = lines.map((line) => line.slice(line.indexOf(":") + 1).trim());
	return payloads.filter((payload) => payload.startsWith("{")).map((payload) => JSON.parse(payload));
}

const last = <Item>(items: Item[]): Item | undefined => items[items.length - 1];
const join = (pieces: unknown[]): string => pieces.filter((piece) => typeof piece === "string").join("");

const finishOf = (word: string | undefined): string => {
	const known: Record<string, string> = {
		stop: "stop",
		eos: "stop",
		end_turn: "stop",
		stop_sequence: "stop",
		complete: "stop",
		length: "length",
		max_tokens: "length",
		tool_calls: "tool_calls",
		function_call: "tool_calls",
		tool_use: "tool_calls",
		tool_call: "tool_calls",
		content_filter: "content_filter",
		refusal: "content_filter",
		safety: "content_filter",
	};
	return known[(word ?? "").toLowerCase()] ?? "other";
};

const mistralText = (content: Json, type: string): string =>
	join(
		content
			.filter((part: Json) => part.type === type)
			.map((part: Json) => (type === "text" ? part.text : join(part.thinking.map((inner: Json) => inner.text)))),
	);

function openAi(messages: Json[], hasDone: boolean, provider: string): Outcome {
	const choices = messages.flatMap((message) => message.choices ?? []).filter((choice) => !choice.index);
	const pieces: Json[] = choices.map((choice) => choice.delta ?? choice.message).filter(Boolean);
	const text = pieces.map(
		(piece) =>
			(Array.isArray(piece.content) ? mistralText(piece.content, "text") : (piece.content ?? "")) +
			(piece.refusal ?? ""),
	);
	const reasoning = pieces.map((piece) =>
		Array.isArray(piece.content)
			? mistralText(piece.content, "thinking")
			: piece.reasoning ||
				piece.reasoning_content ||
				join((piece.reasoning_details ?? []).map((detail: Json) => detail.text ?? detail.summary)),
	);
	const toolCalls: Outcome["toolCalls"] = [];
	const firstIndex =
		pieces.flatMap((piece) => piece.tool_calls ?? []).find((part) => part.index !== undefined)?.index ?? 0;
	for (const piece of pieces) {
		for (const part of piece.tool_calls ?? (piece.function_call ? [{ function: piece.function_call }] : [])) {
			const fn = part.function ?? { name: part.custom.name, arguments: part.custom.input };
			if (fn.name) toolCalls.push({ id: part.id ?? "", name: fn.name, arguments: fn.arguments ?? "" });
			else {
				const call = toolCalls[(part.index ?? toolCalls.length - 1) - firstIndex];
				if (call) call.arguments += fn.arguments ?? "";
			}
		}
	}
	const raw = last(messages.map((message) => message.usage ?? message.x_groq?.usage).filter(Boolean));
	const hasError = messages.some((message) => message.error);
	const finish = last(choices.map((choice) => choice.finish_reason).filter(Boolean));
	return {
		text: join(text),
		reasoning: join(reasoning),
		toolCalls,
		end: hasError || (!finish && !hasDone) ? "failed" : finish ? finishOf(finish) : "other",
		reason: null,
		usage: raw ? openAiUsage(raw, provider) : null,
	};
}

function openAiUsage(raw: Json, provider: string): Record<string, unknown> {
	const reasoning = raw.completion_tokens_details?.reasoning_tokens ?? null;
	const apart =
		provider === "custom" &&
		reasoning > 0 &&
		raw.total_tokens === raw.prompt_tokens + raw.completion_tokens + reasoning;
	const upstream = raw.is_byok ? raw.cost_details?.upstream_inference_cost : 0;
	return {
		inputTokens: raw.prompt_tokens,
		outputTokens: raw.completion_tokens + (apart ? reasoning : 0),
		cachedInputTokens: raw.prompt_tokens_details?.cached_tokens ?? raw.num_cached_tokens ?? raw.cached_tokens ?? 0,
		cacheWriteTokens: raw.prompt_tokens_details?.cache_write_tokens ?? 0,
		reasoningTokens: reasoning,
		billedUsd: typeof raw.cost === "number" && typeof upstream === "number" ? raw.cost + upstream : undefined,
	};
}

function anthropic(messages: Json[]): Outcome {
	const starts = messages.filter((message) => message.type === "message_start").map((message) => message.message);
	const whole = messages.filter((message) => message.type === "message");
	const blocks = messages
		.filter((message) => message.type === "content_block_start")
		.map((message) => message.content_block);
	const given: Json[] = [...whole, ...starts].flatMap((message) => message.content);
	const deltas = messages.filter((message) => message.type === "content_block_delta").map((message) => message.delta);
	const inOrder = [...given, ...messages.flatMap((message) => message.content_block ?? message.delta ?? [])];
	// A call is read from its start to its stop; one that never stops is none.
	const calls: Outcome["toolCalls"] = [];
	let open: { call: Outcome["toolCalls"][number]; index: number } | null = null;
	for (const message of messages) {
		if (message.type === "message_start") open = null;
		const content: Json[] = (message.type === "message" ? message : message.message)?.content ?? [];
		for (const { type, id, name, input } of content) {
			if (type === "tool_use") calls.push({ id, name, arguments: JSON.stringify(input) });
		}
		if (message.type === "content_block_start" && message.content_block.type === "tool_use") {
			const { id, name, input } = message.content_block;
			const given = Object.keys(input).length > 0 ? JSON.stringify(input) : "";
			open = { call: { id, name, arguments: given }, index: message.index };
		} else if (open && message.index === open.index) {
			open.call.arguments += message.delta?.partial_json ?? "";
			if (message.type !== "content_block_stop") continue;
			calls.push({ ...open.call, arguments: open.call.arguments || "{}" });
			open = null;
		}
	}
	const finals = messages.filter((message) => message.type === "message_delta");
	const stop = last(
		[...whole, ...starts, ...finals.map((message) => message.delta)].map((from) => from.stop_reason).filter(Boolean),
	);
	const raw = { ...last(starts)?.usage, ...last(whole)?.usage, ...last(finals)?.usage };
	const oneHour = raw.cache_creation?.ephemeral_1h_input_tokens ?? 0;
	const read = raw.cache_read_input_tokens ?? 0;
	const written = raw.cache_creation_input_tokens ?? 0;
	return {
		text: join(inOrder.filter((part) => part.type?.startsWith("text")).map((part) => part.text)),
		reasoning: join(inOrder.filter((part) => part.type?.startsWith("thinking")).map((part) => part.thinking)),
		toolCalls: calls,
		end: messages.some((message) => message.type === "error") || !stop ? "failed" : finishOf(stop),
		reason: null,
		usage:
			[...starts, ...whole].length + deltas.length + blocks.length === 0
				? null
				: {
						inputTokens: raw.input_tokens + read + written,
						outputTokens: stop ? raw.output_tokens : null,
						cachedInputTokens: read,
						cacheWriteTokens: written - oneHour,
						cacheWrite1hTokens: oneHour,
						reasoningTokens: raw.output_tokens_details?.thinking_tokens ?? null,
					},
	};
}

function google(messages: Json[]): Outcome {
	const candidates = messages.map((message) => message.candidates?.[0]).filter(Boolean);
	const parts: Json[] = candidates.flatMap((candidate) => candidate.content?.parts ?? []);
	const toolCalls: Outcome["toolCalls"] = [];
	let grown: Json = {};
	for (const { functionCall: call } of parts.filter((part) => part.functionCall)) {
		if (call.name) {
			grown = structuredClone(call.args ?? {});
			toolCalls.push({ id: call.id ?? `call_${toolCalls.length}`, name: call.name, arguments: "" });
		}
		for (const { jsonPath, ...value } of call.partialArgs ?? []) {
			const steps = jsonPath.slice(2).replaceAll("[", ".").replaceAll("]", "").split(".");
			const leaf = steps.pop();
			let at = grown;
			for (const [depth, step] of steps.entries()) {
				at[step] ??= /^\d+$/.test(steps[depth + 1] ?? leaf) ? [] : {};
				at = at[step];
			}
			at[leaf] =
				"stringValue" in value ? (at[leaf] ?? "") + value.stringValue : (value.numberValue ?? value.boolValue ?? null);
		}
		const open = last(toolCalls);
		if (open) open.arguments = JSON.stringify(grown);
	}
	const finish = last(candidates.map((candidate) => candidate.finishReason).filter(Boolean));
	const raw = last(messages.map((message) => message.usageMetadata).filter(Boolean));
	const word = finishOf(finish);
	return {
		text: join(parts.filter((part) => !part.thought).map((part) => part.text)),
		reasoning: join(parts.filter((part) => part.thought).map((part) => part.text)),
		toolCalls,
		end: !finish ? "failed" : word === "stop" && toolCalls.length ? "tool_calls" : word,
		reason: null,
		usage: raw?.promptTokenCount
			? {
					inputTokens: raw.promptTokenCount + (raw.toolUsePromptTokenCount ?? 0),
					outputTokens: raw.totalTokenCount - raw.promptTokenCount - (raw.toolUsePromptTokenCount ?? 0),
					cachedInputTokens: raw.cachedContentTokenCount ?? 0,
					reasoningTokens: raw.thoughtsTokenCount ?? null,
				}
			: null,
	};
}

function cohere(messages: Json[]): Outcome {
	const whole = messages.find((message) => message.message?.role);
	const parts: Json[] = whole
		? (whole.message.content ?? [])
		: messages.map((message) => message.delta?.message?.content ?? {});
	const plans = whole ? [whole.message.tool_plan] : messages.map((message) => message.delta?.message?.tool_plan);
	const lines = messages.filter(
		(message) => message.event_type === "text-generation" || (message.response_id && message.chat_history),
	);
	const toolCalls: Outcome["toolCalls"] = (whole?.message.tool_calls ?? []).map((call: Json) => ({
		id: call.id,
		...call.function,
	}));
	for (const { type, delta } of messages) {
		const call = delta?.message?.tool_calls;
		if (type === "tool-call-start")
			toolCalls.push({ id: call.id, name: call.function.name, arguments: call.function.arguments });
		const open = last(toolCalls);
		if (type === "tool-call-delta" && open) open.arguments += call.function.arguments;
	}
	const end =
		messages.find((message) => message.type === "message-end")?.delta ??
		messages.find((message) => message.finish_reason);
	const usage = end?.usage ?? end?.meta ?? end?.response?.meta;
	return {
		text: join(parts.map((part) => part.text)) + join(lines.map((line) => line.text)),
		reasoning: join(plans) + join(parts.map((part) => part.thinking)),
		toolCalls,
		end: !end || end.finish_reason === "ERROR" ? "failed" : finishOf(end.finish_reason),
		reason: null,
		usage: usage?.tokens
			? {
					inputTokens: usage.tokens.input_tokens,
					outputTokens: usage.tokens.output_tokens,
					reasoningTokens: null,
					cachedInputTokens: usage.cached_tokens ?? 0,
					billedInputTokens: usage.billed_units.input_tokens,
					billedOutputTokens: usage.billed_units.output_tokens,
				}
			: null,
	};
}

/** What the recorded body says; `failed` outcomes have no tool calls, because a broken answer calls nothing. */
export function expectedOutcome({ provider, body }: Exchange): Outcome {
	const text = body.toString("utf8");
	const messages = messagesOf(text);
	const readers: Record<string, () => Outcome> = {
		anthropic: () => anthropic(messages),
		google: () => google(messages),
		cohere: () => cohere(messages),
	};
	const outcome = readers[provider]?.() ?? openAi(messages, text.includes("[DONE]"), provider);
	return outcome.end === "failed" ? { ...outcome, toolCalls: [] } : outcome;
}
