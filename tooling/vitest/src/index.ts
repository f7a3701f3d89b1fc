import type { TestProjectInlineConfiguration } from "vitest/config";

/**
 * The one Vitest set-up for a workspace's tests. Each file gets a process of its own, so a test file owns its database
 * and its sockets; the timeouts leave room for two slow cores, they are never what a test waits for.
 */
export const nodeProject = (
	name: string,
	root: string,
	include = ["src/**/*.test.ts"],
): TestProjectInlineConfiguration => ({
	test: { name, root, include, environment: "node", pool: "forks", testTimeout: 30_000, hookTimeout: 60_000 },
});
