/** A gate that a call stands at: `reached` tells a test that it arrived, `release` lets it go on. */
export interface Hold {
	/** Resolves when the first call arrived at the gate. */
	readonly reached: Promise<void>;
	/** Resolves once released; calls wait on it. */
	readonly released: Promise<void>;
	release(): void;
	/** Called by the sandbox. */
	arrive(): void;
}

/** Makes a gate for `Behaviour.hold`. It may serve several calls; one release opens it for all. */
export function createHold(): Hold {
	let arrive = () => {};
	let release = () => {};
	const reached = new Promise<void>((resolve) => {
		arrive = resolve;
	});
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	return { reached, released, release: () => release(), arrive: () => arrive() };
}
