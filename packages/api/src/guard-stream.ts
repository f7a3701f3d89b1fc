import type { Context } from "./context.ts";
import { UnauthorizedError } from "./errors.ts";

/**
 * A subscription's values until its session ends: signing out in one tab silences the other. Written without generators:
 * every value of every stream passes here, and a promise that outlives them would keep them all.
 * @param toError what the reader is told of a failure
 */
export function guardStream(
	stream: AsyncIterable<unknown>,
	{ actor, services }: Context,
	toError: (error: unknown) => Error,
): AsyncIterableIterator<unknown> {
	const iterator = stream[Symbol.asyncIterator]();
	let refusal: Error | null = null;
	let refuse: ((error: Error) => void) | null = null;
	let stopListening: (() => void) | null = null;
	let isOver = false;

	const listen = () => {
		if (actor?.kind !== "user" && actor?.kind !== "token") return () => {};
		const [opener, message] =
			actor.kind === "user"
				? [actor.sessionId, "Your session has ended. Sign in again."]
				: [actor.tokenId, "The API token was revoked."];
		return services.sessionEvents.onEnded(opener, () => {
			refusal = new UnauthorizedError(message);
			refuse?.(refusal);
		});
	};
	const end = () => {
		isOver = true;
		stopListening?.();
		// Not awaited: it waits behind a read that may take as long as the run. Nobody is left to tell of its failure.
		iterator.return?.().catch((err: unknown) => services.log.error({ err }, "a stream did not end well"));
	};
	const fail = (error: unknown): Error => {
		if (!isOver) end();
		return toError(error);
	};
	return {
		next: () => {
			if (isOver) return Promise.resolve({ done: true, value: undefined });
			stopListening ??= listen();
			if (refusal) return Promise.reject(fail(refusal));
			return new Promise((resolve, reject) => {
				refuse = (error) => reject(fail(error));
				iterator.next().then(
					(result) => {
						refuse = null;
						if (result.done && !isOver) end();
						resolve(result);
					},
					(error) => reject(fail(error)),
				);
			});
		},
		return: async (value?: unknown) => {
			if (!isOver) end();
			return { done: true, value };
		},
		[Symbol.asyncIterator]() {
			return this;
		},
	};
}
