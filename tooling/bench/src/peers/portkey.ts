import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askOpenAi } from "../ask.ts";
import { freePort, startChild } from "../child.ts";
import type { Peer } from "./peer.ts";

const version = "1.15.2";
// Installed apart from the product's tree: its streams fail with any newer release of its own framework.
const overrides = { "@hono/node-server": "1.13.8", hono: "4.6.20" };
const folder = fileURLToPath(new URL(`../../node_modules/.cache/portkey-${version}`, import.meta.url));
const program = join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");

/** Portkey's open-source gateway: a proxy in Node that rewrites requests and answers, and keeps nothing. */
export const portkey: Peer = {
	name: "Portkey gateway",
	start: async ({ baseUrl, apiKey }) => {
		if (!existsSync(program) && !(await install())) return `npm could not install @portkey-ai/gateway@${version}`;
		const port = await freePort();
		const url = `http://127.0.0.1:${port}`;
		const child = await startChild(process.execPath, [program, "--headless", `--port=${port}`], {
			env: { NODE_ENV: "production" },
			readyUrl: url,
		});
		const headers = { "x-portkey-provider": "openai", "x-portkey-custom-host": baseUrl };
		return {
			name: portkey.name,
			child,
			ask: (prompt) => askOpenAi(`${url}/v1`, apiKey, prompt, headers),
			stop: child.stop,
		};
	},
};

async function install(): Promise<boolean> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, overrides }));
	const args = ["install", "--no-audit", "--no-fund", `@portkey-ai/gateway@${version}`];
	return spawnSync("npm", args, { cwd: folder, stdio: "ignore" }).status === 0;
}
