import type { Env } from "./env.ts";
import type { RunningServer } from "./start.ts";

/** What a person sees when the server is up. Written to the console alone: the set-up link must not reach a log. */
export function welcome(env: Pick<Env, "publicUrl">, { setupUrl }: Pick<RunningServer, "setupUrl">): string {
	const lines = [`LLM Hub is ready: ${env.publicUrl}`];
	if (setupUrl)
		lines.push("", "Nobody can sign in yet. Create the first admin here (the link works once):", `  ${setupUrl}`);
	return `\n${lines.join("\n")}\n\n`;
}
