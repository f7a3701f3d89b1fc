import { defineProject } from "vitest/config";

/**
 * The one Vitest set-up for code that runs on Node. Each file gets its own worker, so a test file owns its database
 * and its sockets; the timeouts leave room for two slow cores, they are never what a test waits for.
 */
export const nodeProject = (name: string, overrides: { include?: string[]; setupFiles?: string[] } = {}) =>
	defineProject({
		test: {
			name,
			include: overrides.include ?? ["src/**/*.test.ts"],
			setupFiles: overrides.setupFiles ?? [],
			environment: "node",
			pool: "forks",
			testTimeout: 30_000,
			hookTimeout: 60_000,
		},
	});
