import type { RunEnd } from "@llm-hub/api/schemas";
import { beforeEach, expect, it, vi } from "vitest";
import { type OpenEvents, RunsFollower } from "./runs-follower.ts";

const end: RunEnd = {
	runId: "r1",
	inputTokens: 1,
	cachedInputTokens: 0,
	cacheWriteTokens: 0,
	outputTokens: 2,
	reasoningTokens: 0,
	totalTokens: 3,
	costUsd: "0",
	costState: "free",
	ttftMs: 1,
	latencyMs: 2,
	finishReason: "stop",
	keySource: "sandbox",
	keyVersion: null,
	keyLabel: null,
	costExplanation: [],
};

let frames: (() => void)[] = [];
const nextFrame = () => {
	for (const frame of frames.splice(0)) frame();
};
const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve));

beforeEach(() => {
	frames = [];
	vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
});

/** A server's side: every stream that was opened, with what it was asked for and whether it was left. */
function serverSide(draw = (tell: () => void) => tell()) {
	const streams: { input: Parameters<OpenEvents>[0]; isLeft: boolean; observer: Parameters<OpenEvents>[1] }[] = [];
	const open: OpenEvents = (input, observer) => {
		const stream = { input, isLeft: false, observer };
		streams.push(stream);
		return () => {
			stream.isLeft = true;
		};
	};
	return { streams, follower: new RunsFollower(open, draw) };
}
const delta = (run: number, text: string) => ({ run, event: { type: "delta", text } as const });
const done = (run: number) => ({ run, event: { ...end, type: "done" } as const });

it("opens one stream for all runs and their lookers, once somebody looks", async () => {
	const { streams, follower } = serverSide();
	follower.run("r1");
	await settled();
	expect(streams).toHaveLength(0);
	for (const runId of ["r1", "r2", "r3", "r2"]) follower.run(runId).subscribe(() => {});
	await settled();
	expect(streams.map(({ input }) => input)).toEqual([{ runIds: ["r1", "r2", "r3"], lastEventId: "0.0.0,0.0.0,0.0.0" }]);
});

it("goes on after the last event of each run when it listens again, and asks no more for what has ended", async () => {
	const { streams, follower } = serverSide();
	const leave = ["r1", "r2"].map((runId) => follower.run(runId).subscribe(() => {}));
	await settled();
	streams[0]!.observer.onEvents("0.3.1,0.0.3", [delta(0, "Hel"), done(1)]);
	for (const stop of leave) stop();
	await settled();
	expect(streams[0]!.isLeft).toBe(true);
	for (const runId of ["r1", "r2", "r3"]) follower.run(runId).subscribe(() => {});
	await settled();
	expect(streams[1]!.input).toEqual({ runIds: ["r1", "r3"], lastEventId: "0.3.1,0.0.0" });
	streams[1]!.observer.onEvents("0.5.1,0.0.1", [delta(0, "lo")]);
	nextFrame();
	expect(follower.run("r1").getSnapshot().text).toBe("Hello");
	expect(follower.run("r2").getSnapshot().phase).toBe("success");
});

it("shows changes once a frame, however many events came", async () => {
	const { streams, follower } = serverSide();
	const listener = vi.fn();
	follower.run("r1").subscribe(listener);
	await settled();
	for (const text of ["a", "b", "c"]) streams[0]!.observer.onEvents("0.1.1", [delta(0, text)]);
	expect(listener).not.toHaveBeenCalled();
	nextFrame();
	expect(listener).toHaveBeenCalledTimes(1);
	expect(follower.run("r1").getSnapshot().text).toBe("abc");
	expect(frames).toEqual([]);
});

it("spreads panels that are slow to draw over frames, in turn, so that no frame is late and none is forgotten", async () => {
	let now = 0;
	vi.spyOn(performance, "now").mockImplementation(() => now);
	const { streams, follower } = serverSide((tell) => {
		now += 4;
		tell();
	});
	const listeners = Array.from({ length: 8 }, (_, index) => {
		const listener = vi.fn();
		follower.run(`r${index}`).subscribe(listener);
		return listener;
	});
	await settled();
	const counts = () => listeners.map((listener) => listener.mock.calls.length);
	const all = (text: string) => listeners.map((_, index) => delta(index, text));
	for (let frame = 1; frame <= 4; frame++) {
		streams[0]!.observer.onEvents("x", all("a"));
		const began = now;
		nextFrame();
		expect(now - began).toBeLessThanOrEqual(8);
		expect(counts().reduce((sum, count) => sum + count, 0)).toBe(frame * 2);
	}
	expect(counts()).toEqual(Array(8).fill(1));
	vi.restoreAllMocks();
});

it("leaves the stream when all have ended", async () => {
	const { streams, follower } = serverSide();
	for (const runId of ["r1", "r2"]) follower.run(runId).subscribe(() => {});
	await settled();
	streams[0]!.observer.onEvents("0.0.3,0.0.1", [done(0)]);
	expect(streams[0]!.isLeft).toBe(false);
	streams[0]!.observer.onEvents("0.0.3,0.0.3", [done(1)]);
	expect(streams[0]!.isLeft).toBe(true);
	await settled();
	expect(streams).toHaveLength(1);
});

it("shows a refused stream and tries again when asked", async () => {
	const { streams, follower } = serverSide();
	const run = follower.run("r1");
	run.subscribe(() => {});
	await settled();
	const error = { message: "Sign in first." } as Parameters<Parameters<OpenEvents>[1]["onError"]>[0];
	streams[0]!.observer.onError(error);
	expect(run.getSnapshot().error).toBe(error);
	await settled();
	expect(streams).toHaveLength(1);
	run.retry();
	await settled();
	expect(run.getSnapshot().error).toBeNull();
	expect(streams).toHaveLength(2);
});

it("asks for name and end anew after the vote, with the text it has, and once", async () => {
	const { streams, follower } = serverSide();
	const run = follower.run("r1");
	run.subscribe(() => {});
	await settled();
	const veiled = { run: 0, event: { type: "veiled", runId: "r1", state: "done" } as const };
	streams[0]!.observer.onEvents("0.5.3.0", [delta(0, "Hello"), veiled]);
	nextFrame();
	expect(run.getSnapshot()).toMatchObject({ phase: "success", isVeiled: true, end: null });
	run.reveal();
	run.reveal();
	await settled();
	expect(streams.map(({ input }) => input.lastEventId)).toEqual(["0.0.0", "0.5.0.0"]);
	streams[1]!.observer.onEvents("0.5.3.0", [
		{ run: 0, event: { type: "started", runId: "r1", modelId: "openai/x", startedAt: "2026-01-01T00:00:00Z" } },
		done(0),
	]);
	nextFrame();
	expect(run.getSnapshot()).toMatchObject({
		text: "Hello",
		modelId: "openai/x",
		isVeiled: false,
		end: { costUsd: "0" },
	});
	expect(streams.map(({ isLeft }) => isLeft)).toEqual([true, true]);
});
