import type { Upstream } from "../sandbox.ts";
import type { Target } from "../target.ts";

/** Something else that stands between a caller and the OpenAI wire, measured in the same run. */
export interface Peer {
	name: string;
	/** Starts it in front of the upstream; a string says why it cannot run here and how to have it. */
	start(upstream: Upstream): Promise<Target | string>;
}
