import type { TestKeyInput } from "@llm-hub/api/schemas";
import { useCallback } from "react";
import { trpc } from "@/lib/trpc.ts";
import { useStagedTest } from "@/lib/use-staged-test.ts";

/** Tests of the company's keys. */
export function useKeyTest() {
	const utils = trpc.useUtils();
	const { test, follow, reset } = useStagedTest(() => {
		void utils.keys.list.invalidate();
		void utils.keys.rotate.status.invalidate();
	});
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
	return { test, run, runStaged, reset };
}
