import { setTimeout as delay } from "node:timers/promises";
import { type Adapter, adapters } from "./adapter.ts";
import { decodeAnswer } from "./decode.ts";
import { mapFailure } from "./failures.ts";
import { readText, type SendResult, send, UpstreamError } from "./http.ts";
import { cancelledFailure } from "./http-failure.ts";
import { redactSecrets } from "./redact.ts";
import type { CallOptions, ChatEvent, ChatRequest, Failure, Target } from "./types.ts";
import type { FailureReason } from "./vocabulary.ts";

const defaultRetries = 2;
/** A longer wait than this is for the caller to decide. */
const longestWaitMs = 5000;
const firstWaitMs = 250;
/** How long a server may hold the connection after it said that nothing follows. */
const graceMs = 250;

const brokenOff: ReadonlySet<FailureReason> = new Set(["timeout", "unreachable"]);

const broken: Failure = { reason: "unknown", message: "The call failed for a reason of our own.", retryable: false };

const failureOf = (error: unknown, { onBroken }: CallOptions): Failure => {
	if (error instanceof UpstreamError) return error.failure;
	onBroken?.(error);
	return broken;
};

/** Milliseconds until the next attempt, or null when there is none. Full jitter, so that callers do not come back in step. */
const waitBefore = (attempt: number, failure: Failure): number | null => {
	if (!failure.retryable || failure.gaveUp) return null;
	const jitter = Math.random() * firstWaitMs * 2 ** attempt;
	const wait = (failure.retryAfterMs ?? 0) + jitter;
	return wait > longestWaitMs ? null : wait;
};

const open = async (
	adapter: Adapter,
	target: Target,
	request: ChatRequest,
	options: CallOptions,
): Promise<SendResult> => {
	const call = adapter.chatCall(request);
	const accept = request.stream ? "text/event-stream, application/json" : "application/json";
	const headers = { accept, ...call.headers, ...adapter.authHeaders(target.secret) };
	const sent = await send(target, { method: "POST", path: call.path, headers, json: call.json }, options);
	if (!sent.ok || (sent.response.status >= 200 && sent.response.status < 300)) return sent;
	const { response } = sent;
	// A refusal is one, however much of its words came.
	const body = await readText(response).catch((error: unknown) => {
		if (error instanceof UpstreamError && brokenOff.has(error.failure.reason)) return "";
		throw error;
	});
	return { ok: false, failure: mapFailure(target.provider, response.status, response.headers, body) };
};

/** Opens the answer, again and again while nothing of it has come and the failure is one that passes. */
const openWithRetries = async (
	adapter: Adapter,
	target: Target,
	request: ChatRequest,
	options: CallOptions,
): Promise<SendResult> => {
	for (let attempt = 0; ; attempt++) {
		const opened = await open(adapter, target, request, options).catch(
			(error: unknown): SendResult => ({ ok: false, failure: failureOf(error, options) }),
		);
		if (opened.ok || attempt >= (options.maxRetries ?? defaultRetries)) return opened;
		const wait = waitBefore(attempt, opened.failure);
		if (wait === null) return opened;
		options.onRefused?.();
		const wasAborted = await delay(wait, false, { signal: options.signal }).catch(() => true);
		if (wasAborted || options.mayRetry?.() === false) return { ok: false, failure: cancelledFailure };
	}
};

const safeEvent = (event: ChatEvent, secret: string | null): ChatEvent => {
	if (event.type !== "failed") return event;
	return { ...event, failure: { ...event.failure, message: redactSecrets(event.failure.message, [secret]) } };
};

/**
 * One chat call. Tells text and reasoning as they come (what came in one read is one event), then tool calls, usage, and
 * exactly one `finish` or `failed`; usage is told before a failure too, as far as it is known. A failure that passes is
 * tried again, but only while nothing of the answer has come, at most `options.maxRetries` times. Throws only what
 * `onEvent` throws at the end.
 * @param onEvent called at once: one that throws in between closes the connection and is told `failed`
 */
export async function streamChat(
	target: Target,
	request: ChatRequest,
	onEvent: (event: ChatEvent) => void,
	options: CallOptions = {},
): Promise<void> {
	const adapter = adapters[target.provider];
	let isSent = false;
	const onSent = (): void => {
		if (!isSent) options.onSent?.();
		isSent = true;
	};
	const onRefused = (): void => {
		isSent = false;
		options.onRefused?.();
	};
	const opened = await openWithRetries(adapter, target, request, { ...options, onSent, onRefused });
	if (!opened.ok) {
		if ((opened.failure.status ?? 0) >= 400) onRefused();
		onEvent(safeEvent({ type: "failed", failure: opened.failure }, target.secret));
		return;
	}
	const { response } = opened;
	const decoder = decodeAnswer(target.provider, adapter.reader());
	let left: Failure | undefined;
	let grace: NodeJS.Timeout | undefined;
	try {
		await response.read((bytes) => {
			for (const event of decoder.push(bytes)) onEvent(event);
			if (decoder.isFailed) response.cancel();
			// The end follows as a rule, and then the socket is kept; or another message does, and there is no hurry.
			else if (decoder.isEnded) grace ??= setTimeout(() => response.cancel(), graceMs).unref();
			else {
				clearTimeout(grace);
				grace = undefined;
			}
		});
	} catch (error) {
		const failure = failureOf(error, options);
		if (failure === broken) decoder.fail(failure);
		else left = failure;
	} finally {
		clearTimeout(grace);
		response.cancel();
	}
	for (const event of decoder.close(left)) onEvent(safeEvent(event, target.secret));
}
