import { EventEmitter } from "node:events";

/** Tells what lives longer than a request, such as a subscription, that its session is over. */
export interface SessionEvents {
	/** Calls back once, when that session ends; the returned function stops waiting for it. */
	onEnded(sessionId: string, callback: () => void): () => void;
	ended(sessionId: string): void;
}

export function createSessionEvents(): SessionEvents {
	const emitter = new EventEmitter();
	// One session may follow many runs; their number says nothing about a leak.
	emitter.setMaxListeners(0);
	const event = (sessionId: string) => `ended:${sessionId}`;
	return {
		onEnded: (sessionId, callback) => {
			emitter.once(event(sessionId), callback);
			return () => void emitter.off(event(sessionId), callback);
		},
		ended: (sessionId) => void emitter.emit(event(sessionId)),
	};
}
