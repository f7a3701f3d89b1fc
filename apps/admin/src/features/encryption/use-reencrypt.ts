import type { ReencryptEvent } from "@llm-hub/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "@/lib/trpc.ts";

type Result = Extract<ReencryptEvent, { type: "result" }>;

export interface Reencryption {
	running: "dry" | "real" | null;
	startedAt: string | null;
	done: number;
	total: number;
	result: Result | null;
	/** It was stopped: what was wrapped stays so, and the next run goes on from there. */
	stopped: boolean;
	problem: unknown;
}

const idle: Reencryption = {
	running: null,
	startedAt: null,
	done: 0,
	total: 0,
	result: null,
	stopped: false,
	problem: null,
};

/** Has every secret wrapped with the first key of the ring, and follows how far it is. Leaving the page stops it between two batches. */
export function useReencrypt() {
	const utils = trpc.useUtils();
	const [state, setState] = useState(idle);
	const controller = useRef<AbortController | null>(null);
	useEffect(() => () => controller.current?.abort(), []);

	const start = useCallback(
		async (dryRun: boolean) => {
			const own = new AbortController();
			controller.current = own;
			setState({ ...idle, running: dryRun ? "dry" : "real", startedAt: new Date().toISOString() });
			try {
				for await (const event of await utils.client.keys.reencrypt.mutate({ dryRun }, { signal: own.signal })) {
					if (own.signal.aborted) return;
					setState((last) => (event.type === "result" ? { ...last, result: event } : { ...last, ...event }));
				}
			} catch (problem) {
				if (!own.signal.aborted) setState((last) => ({ ...last, problem }));
			}
			if (own.signal.aborted) return;
			setState((last) => ({ ...last, running: null }));
			void utils.keys.keyring.invalidate();
		},
		[utils],
	);
	const stop = useCallback(() => {
		controller.current?.abort();
		setState((last) => ({ ...last, running: null, stopped: true }));
		void utils.keys.keyring.invalidate();
	}, [utils]);
	return { state, start: (dryRun: boolean) => void start(dryRun), stop };
}
