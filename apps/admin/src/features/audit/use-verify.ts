import type { AuditProof } from "@llm-hub/api/schemas";
import { useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "@/lib/trpc.ts";

export interface Verification {
	running: boolean;
	startedAt: string | null;
	checked: number;
	total: number;
	/** What the proof that was asked for here found; an earlier one is in `audit.status`. */
	proof: AuditProof | null;
	problem: unknown;
}

const idle: Verification = { running: false, startedAt: null, checked: 0, total: 0, proof: null, problem: null };

/** Has the server read the whole audit, and follows how far it is. Leaving the page ends it. */
export function useVerify() {
	const utils = trpc.useUtils();
	const [state, setState] = useState(idle);
	const controller = useRef<AbortController | null>(null);
	useEffect(() => () => controller.current?.abort(), []);

	const start = useCallback(async () => {
		const own = new AbortController();
		controller.current = own;
		setState({ ...idle, running: true, startedAt: new Date().toISOString() });
		try {
			for await (const event of await utils.client.audit.verify.mutate(undefined, { signal: own.signal })) {
				if (own.signal.aborted) return;
				setState((last) => (event.type === "result" ? { ...last, proof: event } : { ...last, ...event }));
			}
		} catch (problem) {
			if (!own.signal.aborted) setState((last) => ({ ...last, problem }));
		}
		if (own.signal.aborted) return;
		setState((last) => ({ ...last, running: false }));
		void utils.audit.status.invalidate();
	}, [utils]);
	const stop = useCallback(() => {
		controller.current?.abort();
		setState(idle);
	}, []);
	return { state, start: () => void start(), stop };
}
