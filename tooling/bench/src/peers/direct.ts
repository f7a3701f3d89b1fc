import { askOpenAi } from "../ask.ts";
import type { Peer } from "./peer.ts";

/** The provider itself, with nothing between: what no proxy can beat. */
export const direct: Peer = {
	name: "the sandbox itself",
	start: async ({ baseUrl, apiKey, child }) => ({
		name: direct.name,
		child,
		ask: (prompt) => askOpenAi(baseUrl, apiKey, prompt),
		// The sandbox outlives the comparison.
		stop: async () => {},
	}),
};
