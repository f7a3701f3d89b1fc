import type { TestEvent, TestResult } from "@llm-hub/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "./trpc.ts";

type Client = ReturnType<typeof trpc.useUtils>["client"];

/** A connection test as far as it is. */
export interface StagedTest {
	running: boolean;
	stages: TestResult["stages"];
	result: TestResult | null;
	/** The test itself was refused, for example because there were too many. */
	problem: unknown;
}

const idle: StagedTest = { running: false, stages: [], result: null, problem: null };

const fold = (test: StagedTest, event: TestEvent): StagedTest =>
	event.type === "stage"
		? { ...test, stages: [...test.stages, event] }
		: { ...test, stages: event.stages, result: event };

/** Follows a connection test and shows its stages as they happen. Leaving the page ends it. */
export function useStagedTest(onEnd: () => void) {
	const { client } = trpc.useUtils();
	const [test, setTest] = useState(idle);
	const controller = useRef<AbortController | null>(null);
	const ended = useRef(onEnd);
	ended.current = onEnd;
	useEffect(() => () => controller.current?.abort(), []);

	const follow = useCallback(
		async (begin: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<TestEvent>>) => {
			controller.current?.abort();
			const own = new AbortController();
			controller.current = own;
			setTest({ ...idle, running: true });
			try {
				const events = await begin(client, own.signal);
				for await (const event of events) if (!own.signal.aborted) setTest((last) => fold(last, event));
			} catch (problem) {
				if (!own.signal.aborted) setTest((last) => ({ ...last, problem }));
			}
			if (own.signal.aborted) return;
			setTest((last) => ({ ...last, running: false }));
			ended.current();
		},
		[client],
	);
	const reset = useCallback(() => {
		controller.current?.abort();
		setTest(idle);
	}, []);
	return { test, follow, reset };
}
