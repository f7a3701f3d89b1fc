import { createUpstream, type Upstream } from "./http.ts";
import { getJson } from "./listing/get-json.ts";
import { listings, listingTarget, listingTimes, listPages } from "./listing/list-models.ts";
import type { CallOptions, Failure, Target, TestStage, TestStageName } from "./types.ts";

const stopwatch = () => {
	const start = performance.now();
	return () => Math.round(performance.now() - start);
};

const passed = (stage: TestStageName, latencyMs: number): TestStage => ({ stage, ok: true, latencyMs });
const failed = (stage: TestStageName, latencyMs: number, failure: Failure): TestStage => ({
	stage,
	ok: false,
	latencyMs,
	failure,
});

/** Name, connection and TLS first, then a GET that only a good key passes: two stages of one request. */
async function* probeKey(send: Upstream["send"], target: Target, options: CallOptions): AsyncGenerator<TestStage> {
	const reachTime = stopwatch();
	let authTime = reachTime;
	let sent = false;
	let markSent = () => {};
	const reached = new Promise<void>((resolve) => {
		markSent = resolve;
	});
	const onSent = () => {
		sent = true;
		authTime = stopwatch();
		options.onSent?.();
		markSent();
	};
	const { keyProbePath } = listings[target.provider];
	const answer = getJson(send, listingTarget(target), keyProbePath, { ...listingTimes(options), onSent });
	await Promise.race([reached, answer]);
	const reachMs = reachTime();
	if (!sent) {
		const result = await answer;
		if (!result.ok) yield failed("reach", reachMs, result.failure);
		return;
	}
	yield passed("reach", reachMs);
	const result = await answer;
	yield result.ok ? passed("authenticate", authTime()) : failed("authenticate", authTime(), result.failure);
}

async function* countModels(send: Upstream["send"], target: Target, options: CallOptions): AsyncGenerator<TestStage> {
	const time = stopwatch();
	let modelsFound = 0;
	for await (const page of listPages(send, target, options)) {
		if ("failed" in page) return yield failed("list", time(), page.failed);
		modelsFound += page.models.length;
	}
	yield { ...passed("list", time()), modelsFound };
}

/**
 * Tests a target stage by stage as each ends: `reach` (name, connection, TLS), `authenticate` (a free GET that proves
 * the key), `list` (all pages of the model list). Stops after the first stage that fails; never throws. Latencies are
 * milliseconds on a connection of its own, so that `reach` is always measured cold.
 */
export async function* testConnection(target: Target, options: CallOptions = {}): AsyncGenerator<TestStage> {
	const upstream = createUpstream();
	try {
		for await (const stage of probeKey(upstream.send, target, options)) {
			yield stage;
			if (!stage.ok) return;
		}
		yield* countModels(upstream.send, target, options);
	} finally {
		await upstream.close();
	}
}
