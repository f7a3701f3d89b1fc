import type { TestEvent, TestKeyInput, TestResult } from "@llm-hub/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "@/lib/trpc.ts";

type Stage = TestResult["stages"][number];

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

	const run = useCallback(
		async (input: TestKeyInput) => {
			controller.current?.abort();
			const own = new AbortController();
			controller.current = own;
			setTest({ ...idle, running: true });
			try {
				const events = await utils.client.keys.testLive.mutate(input, { signal: own.signal });
				for await (const event of events) if (!own.signal.aborted) setTest((last) => fold(last, event));
			} catch (problem) {
				if (!own.signal.aborted) setTest((last) => ({ ...last, problem }));
			}
			if (own.signal.aborted) return;
			setTest((last) => ({ ...last, running: false }));
			void utils.keys.list.invalidate();
		},
		[utils],
	);
	const reset = useCallback(() => {
		controller.current?.abort();
		setTest(idle);
	}, []);
	return { test, run, reset };
}
