import type { Behaviour, CallKind, ProviderName } from "./types.ts";

/** Behaviours waiting for their calls, first come first served. */
export class Script {
	readonly #queue: { behaviour: Behaviour; left: number }[] = [];

	add(next: Behaviour | Behaviour[]): void {
		for (const behaviour of Array.isArray(next) ? next : [next]) {
			this.#queue.push({ behaviour, left: behaviour.times ?? 1 });
		}
	}

	/** Takes the first behaviour that fits the call, or none. */
	take(provider: ProviderName, kind: CallKind): Behaviour | null {
		const at = this.#queue.findIndex(
			({ behaviour }) =>
				(behaviour.provider ?? provider) === provider && (behaviour.kind === undefined || behaviour.kind === kind),
		);
		const entry = this.#queue[at];
		if (!entry) return null;
		entry.left -= 1;
		if (entry.left <= 0) this.#queue.splice(at, 1);
		return entry.behaviour;
	}

	clear(): void {
		this.#queue.length = 0;
	}
}
