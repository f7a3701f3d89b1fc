import { fileURLToPath } from "node:url";
import { askOpenAi } from "../ask.ts";
import { freePort, startScript } from "../child.ts";
import type { Peer } from "./peer.ts";

const program = fileURLToPath(new URL("../bare-server.ts", import.meta.url));

/** A Fastify route that passes the provider's stream through and keeps nothing. */
export const bareFastify: Peer = {
	name: "bare Fastify proxy",
	start: async ({ baseUrl, apiKey }) => {
		const port = await freePort();
		const url = `http://127.0.0.1:${port}`;
		const child = await startScript(program, [String(port), baseUrl], { readyUrl: url });
		return {
			name: bareFastify.name,
			child,
			ask: (prompt) => askOpenAi(`${url}/v1`, apiKey, prompt),
			stop: child.stop,
		};
	},
};
