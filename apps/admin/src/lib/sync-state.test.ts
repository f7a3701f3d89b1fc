import { describe, expect, it } from "vitest";
import { emptySync, foldSync, hasEnded, type SyncState, type WireEvent } from "./sync-state.ts";

const openai = { provider: "openai", endpoint: null, name: "OpenAI" } as const;
const box = { provider: "custom", endpoint: "gpu-box", name: "GPU box" } as const;
const sandbox = { provider: "custom", endpoint: "sandbox", name: "Sandbox" } as const;
const counts = { new: 2, changed: 1, gone: 0, pending: 1 };

const started: WireEvent = {
	type: "started",
	syncId: "s1",
	startedAt: "2026-11-23T09:12:00.000Z",
	providers: [openai, box, sandbox],
};
const fold = (...events: WireEvent[]): SyncState => events.reduce(foldSync, emptySync);
const item = (state: SyncState, name: string) => state.items.find((candidate) => candidate.name === name);

describe("a sync, folded from its events", () => {
	it("waits at every provider until it is that one's turn", () => {
		const state = fold(started, { type: "provider_started", ...openai, elapsedMs: 40 });
		expect(state.items.map(({ phase }) => phase)).toEqual(["listing", "waiting", "waiting"]);
	});

	it("tells two endpoints of custom apart", () => {
		const state = fold(started, { type: "page", ...box, page: 2, pages: 2, modelsFound: 30, elapsedMs: 90 });
		expect(item(state, "GPU box")).toMatchObject({ phase: "listing", pages: 2, modelsFound: 30 });
		expect(item(state, "Sandbox")).toMatchObject({ phase: "waiting", modelsFound: 0 });
	});

	it("says what a provider's own listing took, apart from its wait", () => {
		const state = fold(
			started,
			{ type: "provider_started", ...openai, elapsedMs: 400 },
			{ type: "provider_done", ...openai, pages: 1, modelsFound: 90, elapsedMs: 1_000, counts },
		);
		expect(item(state, "OpenAI")).toMatchObject({ phase: "done", tookMs: 600, counts });
	});

	it.each([
		["unauthorized", "failed"],
		["cancelled", "cancelled"],
	] as const)("ends a provider that is %s as %s, with the words", (reason, phase) => {
		const failure = { reason, message: "In words." };
		const event = { type: "provider_failed", ...openai, pages: 0, modelsFound: 0, elapsedMs: 5, failure } as const;
		const failed = item(fold(started, event), "OpenAI")!;
		expect(failed).toMatchObject({ phase, failure });
		expect(hasEnded(failed)).toBe(true);
	});

	it("begins anew when the stream is told from its beginning again", () => {
		const done = { type: "done", syncId: "s1", cancelled: false, succeeded: 3, failed: 0 } as const;
		const state = fold(started, { ...done, modelsFound: 90, counts, elapsedMs: 2_000 }, { ...started, syncId: "s2" });
		expect(state).toEqual(fold({ ...started, syncId: "s2" }));
		expect(state.end).toBeNull();
	});
});
