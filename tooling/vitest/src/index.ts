import type { TestProjectInlineConfiguration } from "vitest/config";
import { hasDatabaseServers } from "./database-servers.ts";

/**
 * `*.servers.test.ts` start a PostgreSQL or a Redis of their own. Where neither is installed they are left to
 * `npm run with-databases`, which installs both.
 */
const exclude = ["**/node_modules/**", ...(hasDatabaseServers() ? [] : ["**/*.servers.test.ts"])];

/**
 * The one Vitest set-up for a workspace's tests. Each file gets a process of its own, so a test file owns its database
 * and its sockets; the timeouts leave room for two slow and busy cores, they are never what a test waits for. `expect.poll`
 * waits for conditions: its limit is set here, while that of `vi.waitFor` is a second unless it says another.
 */
export const nodeProject = (
	name: string,
	root: string,
	include = ["src/**/*.test.ts"],
): TestProjectInlineConfiguration => ({
	test: {
		name,
		root,
		include,
		exclude,
		environment: "node",
		pool: "forks",
		testTimeout: 180_000,
		hookTimeout: 300_000,
		expect: { poll: { timeout: 60_000 } },
	},
});

/**
 * As {@link nodeProject}, but the files that a process runs one after another share its modules: importing them anew for each
 * took as long as a quarter of the tests. No test may replace a module (`vi.mock`) or leave anything changed behind.
 */
export const sharingProject = (name: string, root: string): TestProjectInlineConfiguration => ({
	test: { ...nodeProject(name, root).test, isolate: false },
});

/**
 * Tests that drive a real browser against the real server. They come after all others, two files at a time: most of what a
 * file does is wait for its browser and its server in turn. Files share a process's modules, as in {@link sharingProject}.
 * `CHROME_PATH` names the browser, see `chromium.ts`.
 */
export const browserProject = (name: string, root: string, include: string[]): TestProjectInlineConfiguration => ({
	test: {
		...nodeProject(name, root, include).test,
		isolate: false,
		maxWorkers: 2,
		testTimeout: 300_000,
		sequence: { groupOrder: 1 },
	},
});
