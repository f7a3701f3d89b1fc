import type { Child } from "./child.ts";

/** One streamed answer as its caller saw it, in milliseconds from the call's begin. */
export interface Timing {
	firstTextMs: number;
	totalMs: number;
}

/** A way to a streamed answer. `ask` throws when the answer is refused or does not end as it should. */
export interface Target {
	name: string;
	/** The process whose processor time counts. */
	child: Child;
	ask(prompt: string): Promise<Timing>;
	stop(): Promise<void>;
}

/** What everybody is asked for, in the words of the OpenAI wire. */
export const model = "gpt-4o-mini";
export const maxTokens = 1000;
