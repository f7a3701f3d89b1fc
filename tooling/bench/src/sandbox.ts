import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, freePort, startScript } from "./child.ts";

/** The provider behind everything that is measured. */
export interface Upstream {
	/** Its OpenAI wire, with the version segment, as in `https://api.openai.com/v1`. */
	baseUrl: string;
	apiKey: string;
	child: Child;
}

/** Starts the sandbox as a process of its own, every model at the same pace (tokens a second, 0 as fast as possible). */
export async function startUpstream(pace: number): Promise<Upstream> {
	const program = join(dirname(fileURLToPath(import.meta.resolve("@llm-hub/sandbox"))), "cli.ts");
	const port = await freePort();
	const apiKey = "sk-test-bench-0000000000";
	const baseUrl = `http://127.0.0.1:${port}/openai/v1`;
	const args = ["--port", String(port), "--pace", String(pace), "--ttft", "0"];
	const child = await startScript(program, args, { readyUrl: `http://127.0.0.1:${port}/custom/v1/models` });
	return { baseUrl, apiKey, child };
}
