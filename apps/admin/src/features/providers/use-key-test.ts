import type { TestEvent, TestKeyInput, TestResult } from "@llm-hub/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "@/lib/trpc.ts";

type Stage = TestResult["stages"][number];
type Client = ReturnType<typeof trpc.useUtils>["client"];

export interface KeyTest {
	running: boolean;
	stages: Stage[];
	result: TestResult | null;
	/** The test itself was refused, for example because there were too many. */
	problem: unknown;
}

const idle: KeyTest = { running: false, stages: [], result: null, problem: null };

const fold = (test: KeyTest, event: TestEvent): KeyTest =>
	event.type === "stage"
		? { ...test, stages: [...test.stages, event] }
		: { ...test, stages: event.stages, result: event };

/** Runs a connection test and shows its stages as they happen. Leaving the page ends it. */
export function useKeyTest() {
	const utils = trpc.useUtils();
	const [test, setTest] = useState(idle);
	const controller = useRef<AbortController | null>(null);
	useEffect(() => () => controller.current?.abort(), []);

	const follow = useCallback(
		async (begin: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<TestEvent>>) => {
			controller.current?.abort();
			const own = new AbortController();
			controller.current = own;
			setTest({ ...idle, running: true });
			try {
				const events = await begin(utils.client, own.signal);
				for await (const event of events) if (!own.signal.aborted) setTest((last) => fold(last, event));
			} catch (problem) {
				if (!own.signal.aborted) setTest((last) => ({ ...last, problem }));
			}
			if (own.signal.aborted) return;
			setTest((last) => ({ ...last, running: false }));
			void utils.keys.list.invalidate();
			void utils.keys.rotate.status.invalidate();
		},
		[utils],
	);
	const run = useCallback(
		(input: TestKeyInput) => follow((client, signal) => client.keys.testLive.mutate(input, { signal })),
		[follow],
	);
	/** Tests the version in a key's second slot. */
	const runStaged = useCallback(
		(providerId: string, version: number) =>
			follow((client, signal) => client.keys.rotate.test.mutate({ providerId, version }, { signal })),
		[follow],
	);
	const reset = useCallback(() => {
		controller.current?.abort();
		setTest(idle);
	}, []);
	return { test, run, runStaged, reset };
}
