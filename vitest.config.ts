import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { browserProject, nodeProject, sharingProject } from "./tooling/vitest/src/index.ts";
import { LongestFirst } from "./tooling/vitest/src/sequencer.ts";

/** As in the pages' own build. */
const pagesAlias = { "@": fileURLToPath(new URL("apps/admin/src", import.meta.url)) };

export default defineConfig({
	test: {
		maxWorkers: 2,
		sequence: { sequencer: LongestFirst },
		projects: [
			nodeProject("tooling", ".", ["tooling/*/src/**/*.test.ts", "turbo/**/*.test.ts", "docker/**/*.test.ts"]),
			nodeProject("db", "packages/db"),
			nodeProject("providers", "packages/providers"),
			nodeProject("sandbox", "packages/sandbox"),
			sharingProject("api", "packages/api"),
			sharingProject("server", "apps/server"),
			{ ...nodeProject("admin", "apps/admin", ["src/**/*.test.{ts,tsx}"]), resolve: { alias: pagesAlias } },
			browserProject("e2e", "apps/admin", ["e2e/**/*.test.ts"]),
		],
	},
});
