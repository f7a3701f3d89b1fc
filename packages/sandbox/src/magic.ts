import { type Behaviour, type FailureName, failureNames } from "./types.ts";

/** What a word makes of a call, or null when its value makes no sense. */
type Word = (value: string) => Behaviour | null;

const whole =
	(least: number, set: (count: number) => Behaviour): Word =>
	(value) =>
		/^\d{1,6}$/.test(value) && Number(value) >= least ? set(Number(value)) : null;

const flag =
	(behaviour: Behaviour): Word =>
	() =>
		behaviour;

const words: Record<string, Word> = {
	fail: (value) => (failureNames.includes(value as FailureName) ? { fail: value as FailureName } : null),
	after: whole(0, (afterChunks) => ({ afterChunks })),
	cut: whole(0, (afterChunks) => ({ cut: true, afterChunks })),
	retry: whole(0, (retryAfterMs) => ({ retryAfterMs })),
	ttft: whole(0, (ttftMs) => ({ ttftMs })),
	pace: whole(0, (tokensPerSecond) => ({ tokensPerSecond })),
	delay: whole(0, (chunkDelayMs) => ({ chunkDelayMs })),
	chunk: whole(1, (tokensPerChunk) => ({ tokensPerChunk })),
	split: whole(1, (splitBytes) => ({ splitBytes })),
	tokens: whole(0, (tokens) => ({ tokens })),
	hold: whole(0, (holdAfterChunks) => ({ holdAfterChunks })),
	body: flag({ errorInBody: true }),
	nodone: flag({ noDone: true }),
	nousage: flag({ noUsage: true }),
	tool: flag({ toolCall: true }),
	reasoning: flag({ reasoning: "Let me think about this for a moment. There, done." }),
};

const wordPattern = /sandbox:([a-z][a-z0-9_=,]*)/gi;

/** A magic word that means nothing: said back to the caller, who mistyped it. */
export class MagicWordError extends Error {}

function behaviourOf(word: string): Behaviour {
	const [name = "", value = ""] = word.toLowerCase().split("=");
	const read = Object.hasOwn(words, name) ? words[name] : undefined;
	if (!read) {
		throw new MagicWordError(`The sandbox does not know "${name}". It knows: ${Object.keys(words).join(", ")}.`);
	}
	const behaviour = read(value);
	if (behaviour) return behaviour;
	const expected = name === "fail" ? `one of ${failureNames.join(", ")}` : "a whole number of at most 6 digits";
	throw new MagicWordError(`"sandbox:${name}=" takes ${expected}.`);
}

/**
 * Reads `sandbox:name=value,name=value` wherever it stands in the given texts; later words win.
 * @throws MagicWordError for an unknown name or value.
 */
export function readMagic(...texts: string[]): Behaviour {
	let behaviour: Behaviour = {};
	for (const text of texts) {
		if (!text.toLowerCase().includes("sandbox:")) continue;
		for (const [, found = ""] of text.matchAll(wordPattern)) {
			for (const word of found.split(",").filter((part) => part !== "")) {
				behaviour = { ...behaviour, ...behaviourOf(word) };
			}
		}
	}
	return behaviour;
}
