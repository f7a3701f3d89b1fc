import { EventEmitter } from "node:events";
import type { SharedStore } from "../shared-store.ts";

/** Tells what lives longer than a request, such as a subscription, that its session is over. */
export interface SessionEvents {
	/** Calls back once, when that session ends; the returned function stops waiting for it. */
	onEnded(sessionId: string, callback: () => void): () => void;
	ended(sessionId: string): void;
}

const channel = "llm-hub:session-ended";

/** With a shared store the other servers' subscriptions hear of it as well. */
export function createSessionEvents(store: SharedStore | null): SessionEvents {
	const emitter = new EventEmitter();
	// One session may follow many runs; their number says nothing about a leak.
	emitter.setMaxListeners(0);
	const event = (sessionId: string) => `ended:${sessionId}`;
	const emit = (sessionId: string) => void emitter.emit(event(sessionId));
	store?.subscribe(channel, emit);
	return {
		onEnded: (sessionId, callback) => {
			emitter.once(event(sessionId), callback);
			return () => void emitter.off(event(sessionId), callback);
		},
		ended: (sessionId) => {
			emit(sessionId);
			store?.publish(channel, sessionId);
		},
	};
}
