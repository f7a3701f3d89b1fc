import type { RunEnd } from "@llm-hub/api/schemas";
import { beforeEach, expect, it, vi } from "vitest";
import { type OpenEvents, RunFollower } from "./run-follower.ts";

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
	costExplanation: [],
};

let frames: (() => void)[] = [];
const nextFrame = () => {
	for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
	frames = [];
	vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
	vi.stubGlobal("cancelAnimationFrame", () => {});
});

/** A server's side: every stream that was opened, with what it was asked for and whether it was left. */
function serverSide() {
	const streams: { lastEventId: string | null; isLeft: boolean; observer: Parameters<OpenEvents>[1] }[] = [];
	const open: OpenEvents = ({ lastEventId }, observer) => {
		const stream = { lastEventId, isLeft: false, observer };
		streams.push(stream);
		return () => {
			stream.isLeft = true;
		};
	};
	return { streams, open };
}

it("listens only while somebody looks, and goes on after the last event it saw", () => {
	const { streams, open } = serverSide();
	const follower = new RunFollower("r1", open);
	expect(streams).toHaveLength(0);
	const leave = follower.subscribe(() => {});
	streams[0]!.observer.onEvent("0.3.1", { type: "delta", text: "Hel" });
	leave();
	expect(streams[0]!.isLeft).toBe(true);
	expect(follower.getSnapshot().text).toBe("Hel");
	follower.subscribe(() => {});
	expect(streams[1]!.lastEventId).toBe("0.3.1");
	streams[1]!.observer.onEvent("0.5.1", { type: "delta", text: "lo" });
	nextFrame();
	expect(follower.getSnapshot().text).toBe("Hello");
});

it("opens one stream for any number of lookers", () => {
	const { streams, open } = serverSide();
	const follower = new RunFollower("r1", open);
	const leaveFirst = follower.subscribe(() => {});
	const leaveSecond = follower.subscribe(() => {});
	leaveFirst();
	expect(streams).toHaveLength(1);
	expect(streams[0]!.isLeft).toBe(false);
	leaveSecond();
	expect(streams[0]!.isLeft).toBe(true);
});

it("tells of changes once a frame, however many events came", () => {
	const { streams, open } = serverSide();
	const follower = new RunFollower("r1", open);
	const listener = vi.fn();
	follower.subscribe(listener);
	for (const text of ["a", "b", "c"]) streams[0]!.observer.onEvent(text, { type: "delta", text });
	expect(listener).not.toHaveBeenCalled();
	nextFrame();
	expect(listener).toHaveBeenCalledTimes(1);
	expect(follower.getSnapshot().text).toBe("abc");
});

it("leaves the stream at the run's end and does not open it again", () => {
	const { streams, open } = serverSide();
	const follower = new RunFollower("r1", open);
	const leave = follower.subscribe(() => {});
	streams[0]!.observer.onEvent("0.0.3", { type: "done", ...end });
	nextFrame();
	expect(streams[0]!.isLeft).toBe(true);
	leave();
	follower.subscribe(() => {});
	expect(streams).toHaveLength(1);
});

it("shows a refused stream and tries again when asked", () => {
	const { streams, open } = serverSide();
	const follower = new RunFollower("r1", open);
	follower.subscribe(() => {});
	const error = { message: "There is no such run." } as Parameters<Parameters<OpenEvents>[1]["onError"]>[0];
	streams[0]!.observer.onError(error);
	expect(follower.getSnapshot().error).toBe(error);
	follower.retry();
	expect(follower.getSnapshot().error).toBeNull();
	expect(streams).toHaveLength(2);
});
