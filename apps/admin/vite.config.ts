import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { chunks } from "./chunks.ts";
import { precompress } from "./precompress.ts";

const server = process.env.API_URL ?? "http://localhost:8084";

export default defineConfig({
	plugins: [react(), precompress()],
	resolve: { tsconfigPaths: true },
	server: { port: 5173, proxy: { "/trpc": server, "/api": server, "/auth": server } },
	build: {
		// Every asset is a file of its own: the content security policy needs no data: URLs.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			output: { codeSplitting: { groups: chunks } },
			// The schemas' modules only declare: what is not used of them is left out.
			treeshake: { moduleSideEffects: (id) => !/packages\/(api|providers)\/src\//.test(id) },
		},
	},
});
