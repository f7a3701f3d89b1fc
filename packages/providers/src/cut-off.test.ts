import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { answers, decode, outcomeOf } from "./test/answers.ts";
import type { Exchange, Outcome } from "./test/wire.ts";
import { failureReasons } from "./vocabulary.ts";

/** `WIRE_CUTS=every` cuts at each offset of each answer, which takes minutes; else those in large ones are a choice. */
const isEvery = process.env.WIRE_CUTS === "every";
/** Answers of up to so many bytes are decoded from their first byte for each cut; it takes the square of the size. */
const small = isEvery ? 8000 : 3000;
/** Of a large answer that is one piece of JSON, so many pieces are cut between. */
const pieces = 300;
/** And at each of so many offsets at its beginning and its end. */
const edge = 60;
/** So many events before the one that is cut make the decoder know how a text event looks, and read it by that. */
const eventsBefore = 2;

const cuts = { offsets: 0, made: 0, shortened: 0 };

afterAll(() => {
	const [offsets, made, shortened] = [cuts.offsets, cuts.made, cuts.shortened].map((many) => many.toLocaleString("en"));
	const how = isEvery
		? `${shortened} of them within events of large streams, after a shortened beginning`
		: `each up to ${small} bytes, the ends and the middle of each event and the answer's edges above`;
	process.stdout.write(`\nCut off at ${made} of the ${offsets} offsets of ${answers.length} answers: ${how}.\n`);
});

const reasons: readonly (string | null)[] = failureReasons;

/** A character cut in half shows as the replacement character. */
const withoutHalf = (text: string): string => text.replace(/\ufffd+$/, "");

interface Span {
	from: number;
	to: number;
}

/** The events of a stream; JSON is one piece, whatever it holds. */
const eventsOf = (body: Buffer): Span[] => {
	const isJson = /^\s*[[{]/.test(body.toString());
	const emptyLines = isJson ? [] : body.toString("latin1").matchAll(/\r?\n\r?\n/g);
	const ends = new Set([...Array.from(emptyLines, (line) => line.index + line[0].length), body.length]);
	return [...ends].map((to, index, all) => ({ from: all[index - 1] ?? 0, to }));
};

/** Cuts an answer off and tells what was wrong. */
const wrongCuts = ({ provider, body }: Exchange): string[] => {
	const wrong: string[] = [];
	const cutAt = new Set<number>();
	const whole = outcomeOf(decode(provider, [body]));
	// Some recordings hold several answers of one conversation, and may be cut between two of them.
	const isOne = body.toString().split('"type":"message_start"').length <= 2;

	const cutInPlace = (offset: number): Outcome => {
		cutAt.add(offset);
		const outcome = outcomeOf(decode(provider, [body.subarray(0, offset)]));
		if (!whole.text.startsWith(withoutHalf(outcome.text))) wrong.push(`text at ${offset}`);
		if (outcome.end === "failed") {
			if (!reasons.includes(outcome.reason)) wrong.push(`reason ${outcome.reason} at ${offset}`);
		} else if (whole.end !== "failed" && isOne) {
			const isWhole = isDeepStrictEqual([outcome.text, outcome.toolCalls], [whole.text, whole.toolCalls]);
			if (!isWhole) wrong.push(`finished at ${offset}`);
		}
		return outcome;
	};

	const events = eventsOf(body);
	/** The stream up to an offset, of the events before the one at `index` only the first and the nearest. */
	const cutShortened = (index: number, offset: number): Outcome => {
		const reads = [body.subarray(0, events[0]?.to), body.subarray(events[index - eventsBefore]?.from, offset)];
		return outcomeOf(decode(provider, reads));
	};

	/** An event that leaves the answer as unfinished as it was, which the shortened beginning leaves it as well. */
	const cutWithin = (index: number, { from, to }: Span, before: Outcome, begun: Outcome): void => {
		for (let offset = from + 1; isEvery && offset < to; offset++) {
			cutAt.add(offset);
			cuts.shortened++;
			const { text, end, reason } = cutShortened(index, offset);
			const added = withoutHalf(text.slice(begun.text.length));
			const isText = text.startsWith(begun.text) && whole.text.startsWith(added, before.text.length);
			if (!isText) wrong.push(`text at ${offset}, shortened`);
			if (end !== "failed" || reason !== before.reason) wrong.push(`${end} ${reason} at ${offset}, shortened`);
		}
		// And from the first byte: amid the event, and where nothing or a byte is missing but its empty line.
		for (const offset of [Math.floor((from + to) / 2), to - 2, to - 1]) cutInPlace(offset);
	};

	const isUnfinishedAs = (one: Outcome, other: Outcome) => one.end === "failed" && other.reason === one.reason;
	let before = cutInPlace(0);
	for (const [index, event] of events.entries()) {
		const after = cutInPlace(event.to);
		// Before these few, the beginning would be no shorter.
		const begun = body.length > small && index > eventsBefore + 1 ? cutShortened(index, event.from) : null;
		const step = isEvery || body.length <= small ? 1 : Math.ceil((event.to - event.from) / pieces);
		if (begun && isUnfinishedAs(before, begun) && isUnfinishedAs(before, after)) cutWithin(index, event, before, begun);
		else for (let offset = event.from + 1; offset < event.to; offset += step) cutInPlace(offset);
		before = after;
	}
	for (let near = 0; !isEvery && body.length > small && near < edge; near++) {
		cutInPlace(near);
		cutInPlace(body.length - 1 - near);
	}
	cuts.offsets += body.length + 1;
	cuts.made += cutAt.size;
	return wrong;
};

describe("a recorded answer that is cut off ends in the union and claims no more than came", () => {
	// One `expect` for all cuts: one for each would take longer than what it looks at.
	test.each(answers.map((exchange) => [exchange.id, exchange] as const))(
		"%s",
		{ timeout: 120_000 },
		(_id, exchange) => {
			expect(wrongCuts(exchange)).toEqual([]);
		},
	);
});
