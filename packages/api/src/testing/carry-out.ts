import {
	type CallOptions,
	type ChatEvent,
	type ChatRequest,
	type Failure,
	type FailureReason,
	streamChat,
} from "@llm-hub/providers";
import { isRefusal } from "../keys/refusals.ts";
import type { Payer } from "../keys/resolve-target.ts";
import type { CallEnd, LiveRun } from "./live-run.ts";
import { createOutputGuard } from "./output-guard.ts";
import type { RunRoute } from "./run-route.ts";

/** What passes by itself, and is sooner over with another key. */
const passing: ReadonlySet<FailureReason> = new Set(["rate_limited", "overloaded", "unreachable"]);

/**
 * Makes the upstream call of a run and collects what comes. While nothing has come, a key that fails gives way to the
 * next one; the run's row names that one before it is called. Never throws: how it ended is data.
 */
export async function carryOut(run: LiveRun, route: RunRoute, request: ChatRequest): Promise<CallEnd> {
	let [payer, ...others] = route.payers;
	let first: Failed | null = null;
	for (;;) {
		const [next] = others;
		const end = await callOnce(run, payer, request, {
			onBroken: route.broke,
			...(next && !next.isSetAside && { maxRetries: 0 }),
		});
		if (end.state === "success") await route.answered(payer);
		if (end.state !== "failed") return end;
		const failed: Failed = { payer, failure: end.failure };
		await route.failed(payer, end.failure);
		first ??= failed;
		// What a key says that was set aside before is no news.
		const told = payer.isSetAside ? first : failed;
		const isOver = !next || run.isCancelled || !givesWay(run, end.failure, next);
		const wasSent = run.isSent;
		// Whoever cancels from here on has no call to be read to its end, and begins none.
		if (!isOver) run.isSent = false;
		if (isOver || !(await route.moveTo(next, failed))) {
			run.isSent = wasSent;
			if (told !== failed) await route.moveTo(told.payer);
			return { state: "failed", failure: inOwnersWords(told) };
		}
		[payer, ...others] = [next, ...others.slice(1)];
	}
}

interface Failed {
	payer: Payer;
	failure: Failure;
}

/** Nothing steps in for somebody's own key: they hear whose it was, and what they can do. */
function inOwnersWords({ payer, failure }: Failed): Failure {
	if (payer.keySource !== "own" || !isRefusal(failure)) return failure;
	const advice = "This was your own key: replace it under Account, or remove it there to use the company's.";
	return { ...failure, message: `${failure.message} ${advice}` };
}

function givesWay(run: LiveRun, failure: Failure, next: Payer): boolean {
	const hasBegun = run.ttftMs !== null || run.toolCalls.length > 0 || run.usage !== null;
	if (hasBegun) return false;
	// Where the key or its account is refused another may be answered.
	return isRefusal(failure) || (passing.has(failure.reason) && !next.isSetAside);
}

async function callOnce(
	run: LiveRun,
	{ target }: Payer,
	request: ChatRequest,
	more: Pick<CallOptions, "maxRetries" | "onBroken">,
): Promise<CallEnd> {
	const onSent = () => {
		run.isSent = true;
	};
	const onRefused = () => {
		run.isSent = false;
	};
	const mayRetry = () => !run.isCancelled;
	const options = { signal: run.signal, onSent, onRefused, mayRetry, ...more };
	const passesCap = await createOutputGuard(run.facts.affordableTokens);
	let end: CallEnd | null = null;
	const take = (event: ChatEvent) => {
		switch (event.type) {
			case "text":
			case "reasoning":
				run.append(event.type, event.text);
				if (passesCap(event.text)) run.cut();
				break;
			case "toolCall":
				run.addToolCall(event.call);
				if (passesCap(event.call.arguments)) run.cut();
				break;
			case "usage":
				run.usage = event.usage;
				break;
			case "finish":
			case "failed":
				end = endOf(run, event);
		}
	};
	await streamChat(target, request, take, options);
	return end ?? endless;
}

const endless: CallEnd = {
	state: "failed",
	failure: { reason: "bad_response", message: "The provider's answer ended without an end.", retryable: true },
};

function endOf(run: LiveRun, event: Extract<ChatEvent, { type: "finish" | "failed" }>): CallEnd {
	if (event.type === "finish") {
		if (run.isCancelled) return { state: "cancelled", finishReason: run.cutReason, isRead: true };
		const { finishReason, model: reportedModel, upstreamId } = event;
		return { state: "success", finishReason, reportedModel, upstreamId };
	}
	const isCancelled = run.isCancelled || event.failure.reason === "cancelled";
	return isCancelled
		? { state: "cancelled", finishReason: run.cutReason }
		: { state: "failed", failure: event.failure };
}
