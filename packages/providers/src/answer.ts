import type { ChatEvent, Failure, FinishReason, ToolCall, Usage } from "./types.ts";

/** Turns the JSON messages of one answer into what they say. One reader serves one answer. */
export interface Reader {
	/** Reads one message (a stream event's data, or a whole body) into the answer; `event` is its SSE name. Never throws. */
	read(message: unknown, answer: Answer, event?: string): void;
}

/** The first half of a surrogate pair. */
const endsInHalf = /[\ud800-\udbff]$/;

/** Gathers one answer from its pieces; text and reasoning leave it by `drain`, everything else by `close`. */
export class Answer {
	#pending: ChatEvent[] = [];
	#half: { type: "text" | "reasoning"; text: string } | null = null;
	#tools = new Map<string, ToolCall>();
	#usage: Usage | null = null;
	#finish: FinishReason | null = null;
	#ended = false;
	#failure: Failure | null = null;
	#model: string | null = null;
	#upstreamId: string | null = null;
	#changes = 0;
	#onlyText: string | null = null;

	get isFailed(): boolean {
		return this.#failure !== null;
	}

	/** The provider said that nothing follows. */
	get isEnded(): boolean {
		return this.#ended;
	}

	get hasTools(): boolean {
		return this.#tools.size > 0;
	}

	text(text: string): void {
		if (text === "") return;
		this.#changes++;
		this.#onlyText = text;
		this.#append("text", text);
	}

	/** Tells what `read` does: the text that it appends when that is all it does, else null. */
	onlyTextOf(read: () => void): string | null {
		this.#changes = 0;
		this.#onlyText = null;
		read();
		return this.#changes === 1 ? this.#onlyText : null;
	}

	reasoning(text: string): void {
		if (text === "") return;
		this.#changes++;
		this.#append("reasoning", text);
	}

	#append(type: "text" | "reasoning", text: string): void {
		if (this.#half || endsInHalf.test(text)) this.#appendWhole(type, text);
		else this.#push(type, text);
	}

	/** Servers that cut by UTF-16 units send a character in two pieces: its first half waits for the other one. */
	#appendWhole(type: "text" | "reasoning", text: string): void {
		let whole = text;
		if (this.#half?.type === type) whole = this.#half.text + text;
		else this.#pushHalf();
		this.#half = endsInHalf.test(whole) ? { type, text: whole.slice(-1) } : null;
		const ready = this.#half ? whole.slice(0, -1) : whole;
		if (ready !== "") this.#push(type, ready);
	}

	/** No other half came. */
	#pushHalf(): void {
		if (this.#half) this.#push(this.#half.type, this.#half.text);
		this.#half = null;
	}

	#push(type: "text" | "reasoning", text: string): void {
		const last = this.#pending.at(-1);
		if (last?.type === type) last.text += text;
		else this.#pending.push({ type, text });
	}

	/** The key under which a tool call is being gathered, if one is. */
	tool(key: string): Readonly<ToolCall> | undefined {
		return this.#tools.get(key);
	}

	/** Adds a piece of a tool call; id and name are set once, arguments grow. */
	toolPart(key: string, part: { id?: string; name?: string; arguments?: string }): void {
		this.#changes++;
		const call = this.#tools.get(key) ?? { id: "", name: "", arguments: "" };
		call.id ||= part.id ?? "";
		call.name ||= part.name ?? "";
		call.arguments += part.arguments ?? "";
		this.#tools.set(key, call);
	}

	/** A call that was begun and will never be finished. */
	dropTool(key: string): void {
		this.#changes++;
		this.#tools.delete(key);
	}

	/** Cumulative by every provider's custom: the last one wins. One that counts nothing says nothing. */
	usage(usage: Usage): void {
		this.#changes++;
		if (usage.inputTokens !== null || usage.outputTokens !== null) this.#usage = usage;
	}

	identify(model: string | undefined, upstreamId: string | undefined): void {
		this.#model ??= model ?? null;
		this.#upstreamId ??= upstreamId ?? null;
	}

	finish(reason: FinishReason): void {
		this.#changes++;
		this.#finish = reason;
	}

	/** A new message begins within the answer: it is not finished before that one is. */
	reopen(): void {
		this.#changes++;
		this.#finish = null;
		this.#ended = false;
	}

	/** The provider said that nothing follows, whether or not it gave a reason. */
	end(): void {
		this.#changes++;
		this.#ended = true;
	}

	/** The first failure stands. */
	fail(failure: Failure): void {
		this.#changes++;
		this.#failure ??= failure;
	}

	/** Text and reasoning since the last drain, in order, neighbours of one kind joined. */
	drain(): ChatEvent[] {
		const events = this.#pending;
		this.#pending = [];
		return events;
	}

	/**
	 * What is left at the end: tool calls, usage, then exactly one `finish` or `failed`. An answer that the provider
	 * never finished is a failure (`cutOff`), because a text that merely stops must not pass for a whole one.
	 */
	close(cutOff: Failure): ChatEvent[] {
		const failure = this.#failure ?? (this.#finish === null && !this.#ended ? cutOff : null);
		this.#pushHalf();
		const events = this.drain();
		if (!failure) for (const call of this.#tools.values()) events.push({ type: "toolCall", call });
		if (this.#usage) events.push({ type: "usage", usage: this.#usage });
		events.push(
			failure
				? { type: "failed", failure }
				: {
						type: "finish",
						finishReason: this.#finish ?? "other",
						model: this.#model,
						upstreamId: this.#upstreamId,
					},
		);
		return events;
	}
}
