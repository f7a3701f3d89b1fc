import { parseArgs } from "node:util";
import { z } from "zod";
import type { SandboxOptions } from "./sandbox.ts";

export const usage = `Usage: npm start -w @llm-hub/sandbox -- [options]

  --port <n>      port to listen on (default 9099; 0 takes any free one)
  --host <name>   address to listen on (default 127.0.0.1)
  --pace <n>      tokens a second for every model, 0 as fast as possible (default: each model's own, about 60)
  --ttft <ms>     milliseconds to the first byte for every model
  --replay <dir>  serve recorded exchanges from this directory
  --help          show this
`;

const whole = (most: number) =>
	z
		.string()
		.regex(/^\d+$/, "must be a whole number")
		.transform(Number)
		.pipe(z.number().max(most, `must be at most ${most}`));

const schema = z.object({
	port: whole(65_535).default(9_099),
	host: z.string().default("127.0.0.1"),
	pace: whole(1_000_000).optional(),
	ttft: whole(3_600_000).optional(),
	replay: z.string().optional(),
});

/**
 * Reads the command line; null when help was asked for.
 * @throws Error that names every bad option.
 */
export function readOptions(args: string[]): SandboxOptions | null {
	const text = { type: "string" } as const;
	const { values } = parseArgs({
		args,
		options: { port: text, host: text, pace: text, ttft: text, replay: text, help: { type: "boolean" } },
	});
	if (values.help) return null;
	const parsed = schema.safeParse(values);
	if (!parsed.success) {
		const problems = parsed.error.issues.map((issue) => `--${issue.path.join(".")} ${issue.message}`);
		throw new Error(problems.join("; "));
	}
	const { port, host, pace, ttft, replay } = parsed.data;
	return { port, host, tokensPerSecond: pace, ttftMs: ttft, replay: replay ? { directory: replay } : undefined };
}
