import { expect, it } from "vitest";
import type { Caller } from "../context.ts";
import { createRecentCallers } from "./recent-callers.ts";

const ana = { kind: "user", userId: "ana" } as Caller;

it("presumes nobody longer than a minute after they were asked for, however often they come", () => {
	let now = 1;
	const recent = createRecentCallers({ now: () => now });
	recent.keep("token", ana);
	for (let second = 1; second <= 60; second++) {
		now += 1_000;
		expect(recent.of("token")).toBe(ana);
	}
	now += 1;
	expect(recent.of("token")).toBeUndefined();
	recent.keep("token", ana);
	expect(recent.of("token")).toBe(ana);
});

it("keeps each token apart, and forgets only the one that it is told", () => {
	const recent = createRecentCallers();
	recent.keep("one", ana);
	recent.keep("other", ana);
	recent.forget("one");
	expect(recent.of("one")).toBeUndefined();
	expect(recent.of("other")).toBe(ana);
	expect(recent.of("on")).toBeUndefined();
});
