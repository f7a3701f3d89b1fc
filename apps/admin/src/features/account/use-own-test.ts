import type { TestOwnKeyInput } from "@llm-hub/api/schemas";
import { useCallback } from "react";
import { trpc } from "@/lib/trpc.ts";
import { useStagedTest } from "@/lib/use-staged-test.ts";

/** Tests a key of one's own, saved or not, and shows its stages as they happen. */
export function useOwnTest() {
	const utils = trpc.useUtils();
	const { test, follow, reset } = useStagedTest(() => void utils.keys.own.list.invalidate());
	const run = useCallback(
		(input: TestOwnKeyInput) => void follow((client, signal) => client.keys.own.test.mutate(input, { signal })),
		[follow],
	);
	return { test, run, reset };
}
