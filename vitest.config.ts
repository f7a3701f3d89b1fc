import { defineConfig } from "vitest/config";
import { nodeProject } from "./tooling/vitest/src/index.ts";

export default defineConfig({
	test: {
		maxWorkers: 2,
		projects: [
			nodeProject("db", "packages/db"),
			nodeProject("providers", "packages/providers"),
			nodeProject("sandbox", "packages/sandbox"),
			nodeProject("api", "packages/api"),
			nodeProject("server", "apps/server"),
		],
	},
});
