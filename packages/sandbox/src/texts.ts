import { createHash } from "node:crypto";

const openings = [
	"Hello! This is the **LLM Hub sandbox** speaking: a small program on your own machine, not a language model.",
	"Good to see you. You have reached the **sandbox**, which stands in for a provider; no model reads your prompt.",
	"Welcome. What you read comes from the **sandbox provider**: fixed words, sent the way a real model would send them.",
];

const middles = [
	`It cannot know the answer to your question, but everything around the answer is real:

- the request went out over HTTP and came back as a stream,
- the tokens you see were counted, on the way in and on the way out,
- the time to the first token and the total time were measured here.`,
	`So please do not trust it with facts. Look at what it shows you instead:

1. text arrives piece by piece, as it would from a provider,
2. tokens, cost and latency are filled in when the stream ends,
3. the run is kept in the history and can be opened again.`,
	`There is no thinking behind these words. They are useful for another reason:

- you can try every button without an account or a bill,
- you can cancel in the middle and watch the run be kept as cancelled,
- you can ask for a failure and see how it is shown.`,
];

const closings = [
	"When you are ready for real answers, save a provider key on the *Providers* page and choose one of its models.",
	"Try `sandbox:fail=rate_limited` in a prompt to see a failure, or save a real key on the *Providers* page.",
	"Next step: open *Providers*, save a key, and run the same prompt on a real model to compare.",
];

const snippets = [
	`\`\`\`python
def greet(name: str) -> str:
    """Return a friendly greeting for the given name."""
    cleaned = name.strip()
    if not cleaned:
        raise ValueError("name must not be empty")
    return f"Hello, {cleaned}!"


print(greet("sandbox"))
\`\`\``,
	`\`\`\`typescript
export function chunk<T>(items: readonly T[], size: number): T[][] {
  if (size < 1) throw new RangeError("size must be at least 1");
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) {
    parts.push(items.slice(from, from + size));
  }
  return parts;
}
\`\`\``,
];

const pick = <T>(choices: readonly [T, ...T[]] | T[], hash: number, shift: number): T =>
	choices[(hash >>> shift) % choices.length] as T;

/** A number that depends on the prompt alone: the same prompt always gets the same answer. */
export const promptHash = (prompt: string): number => createHash("sha256").update(prompt).digest().readUInt32BE(0);

/** Friendly Markdown prose that says what it is. */
export function writerText(hash: number): string {
	return `${pick(openings, hash, 0)}\n\n${pick(middles, hash, 4)}\n\n${pick(closings, hash, 8)}\n`;
}

/** The same with a code block. */
export function coderText(hash: number): string {
	return (
		"This is the **sandbox**, not a model, so the code below is a fixed sample and not an answer to your prompt.\n\n" +
		`${pick(snippets, hash, 2)}\n\nIt is here so that you can see how code is shown. ${pick(closings, hash, 8)}\n`
	);
}

/** What a reasoner says to itself first. */
export const reasoningText =
	"The user wrote a prompt, and I am the sandbox: I have no model to think with. " +
	"I will show what reasoning looks like when it streams, then say plainly what I am.";

const schemaDepth = 6;

/** The smallest value that fits a JSON schema's types, enums and required fields; deep schemas are cut off with null. */
export function sampleOf(schema: unknown, depth = 0): unknown {
	if (typeof schema !== "object" || schema === null || depth > schemaDepth) return null;
	const { type, properties, items, enum: choices, const: fixed, anyOf } = schema as Record<string, unknown>;
	if (fixed !== undefined) return fixed;
	if (Array.isArray(choices)) return choices[0];
	if (Array.isArray(anyOf)) return sampleOf(anyOf[0], depth + 1);
	const kind = String(Array.isArray(type) ? type[0] : (type ?? (properties ? "object" : ""))).toLowerCase();
	if (kind === "array") return [sampleOf(items, depth + 1)];
	if (kind === "string") return "sandbox";
	if (kind === "integer" || kind === "number") return 1;
	if (kind === "boolean") return true;
	if (kind === "null") return null;
	const fields = Object.entries((properties ?? {}) as Record<string, unknown>);
	return Object.fromEntries(fields.map(([name, field]) => [name, sampleOf(field, depth + 1)]));
}
