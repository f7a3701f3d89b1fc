import fc from "fast-check";
import { expect, test } from "vitest";
import { Answer } from "./answer.ts";
import { cutOffFailure } from "./failures.ts";
import { sseFraming } from "./sse.ts";
import { createTextFrames } from "./text-frames.ts";

const parsed = (data: string): { text?: string; more?: string; other?: string } => JSON.parse(data);
const word = fc.oneof(
	fc.constantFrom("a", "b", '"', "\\", "\n", "é", "text", '\\"', "\ud83d", "\u007f", '","more":"'),
	fc.string({ unit: "binary" }),
);
const frame = fc.record({ other: fc.constantFrom("a", "b", "text"), text: word }).map((value) => JSON.stringify(value));

/** What waits for its other half comes at the end. */
const wholeTextOf = (answer: Answer): string => {
	const events = answer.close(cutOffFailure("custom"));
	return events.map((event) => (event.type === "text" ? event.text : "")).join("");
};

test("a frame that is taken without being parsed says what its parsing would have said", () => {
	let taken = 0;
	fc.assert(
		fc.property(fc.array(frame, { minLength: 2, maxLength: 12 }), (frames) => {
			const answer = new Answer();
			const textFrames = createTextFrames(answer);
			for (const data of frames) {
				if (textFrames.take(data, undefined)) taken++;
				else
					textFrames.learn(
						data,
						undefined,
						answer.onlyTextOf(() => answer.text(parsed(data).text ?? "")),
					);
			}
			expect(wholeTextOf(answer)).toBe(frames.map((data) => parsed(data).text).join(""));
		}),
	);
	expect(taken).toBeGreaterThan(50);
});

test("a stream of such frames says the same, wherever it is cut", () => {
	let parsings = 0;
	let frames = 0;
	fc.assert(
		fc.property(fc.array(frame, { minLength: 2, maxLength: 12 }), fc.nat(), (stream, cut) => {
			const answer = new Answer();
			const textFrames = createTextFrames(answer);
			const framing = sseFraming(({ data, event }) => {
				parsings++;
				const text = answer.onlyTextOf(() => answer.text(parsed(data).text ?? ""));
				textFrames.learn(data, event, text);
			}, textFrames.takeFrom);
			const whole = stream.map((data) => `data: ${data}\n\n`).join("");
			framing.push(whole.slice(0, cut % whole.length));
			framing.push(whole.slice(cut % whole.length));
			framing.end();
			frames += stream.length;
			expect(wholeTextOf(answer)).toBe(stream.map((data) => parsed(data).text).join(""));
		}),
	);
	expect(frames - parsings).toBeGreaterThan(50);
});

test("what did more than append one text is no model for what follows", () => {
	const answer = new Answer();
	const textFrames = createTextFrames(answer);
	const learnFrom = (data: string, read: () => void) => {
		textFrames.learn(data, undefined, answer.onlyTextOf(read));
		return textFrames.take(data, undefined);
	};
	const plain = JSON.stringify({ text: "hi", id: "1" });
	expect(learnFrom(plain, () => answer.text("hi"))).toBe(true);
	expect(textFrames.take(plain, "other event")).toBe(false);
	for (const more of [
		() => answer.end(),
		() => answer.finish("stop"),
		() => answer.reasoning("x"),
		() => answer.text("x"),
	]) {
		const read = () => {
			answer.text("hi");
			more();
		};
		expect(learnFrom(plain, read)).toBe(false);
	}
	expect(learnFrom(JSON.stringify({ text: "hi", id: "hi" }), () => answer.text("hi"))).toBe(false);
	expect(learnFrom('{"text":"h\\u0069","id":"hi"}', () => answer.text("hi"))).toBe(false);
});
