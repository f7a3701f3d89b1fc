import { cp } from "node:fs/promises";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** The database looks for its worker, its first-start image and its migrations in `db/` beside the bundle. */
const databaseFiles: Plugin = {
	name: "llm-hub:database-files",
	apply: "build",
	async writeBundle({ dir = "dist" }) {
		const database = resolve(import.meta.dirname, "../../packages/db");
		const target = resolve(dir, "db");
		for (const file of ["embedded-worker.js", "image.tar.gz"]) {
			await cp(resolve(database, "dist", file), resolve(target, file));
		}
		await cp(resolve(database, "drizzle"), resolve(target, "drizzle"), { recursive: true });
	},
};

// The server and the command line, with what they share beside them: files are looked for relative to it. The workspaces'
// TypeScript is bundled; what comes from npm stays where npm put it.
export default defineConfig({
	plugins: [databaseFiles],
	ssr: { noExternal: [/^@llm-hub\//, "@lucia-auth/adapter-drizzle"] },
	build: {
		ssr: true,
		target: "node20",
		outDir: "dist",
		sourcemap: true,
		rolldownOptions: {
			input: { main: "src/main.ts", cli: "src/cli.ts" },
			output: { entryFileNames: "[name].js", chunkFileNames: "shared-[hash].js" },
		},
	},
	logLevel: "warn",
});
