import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
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
			// The schemas' modules only declare: a page that takes a list of words from them does not carry zod along. What
			// most pages share of packages is one file: it packs better than its parts, and is fetched in one go.
			output: {
				codeSplitting: {
					groups: [
						{ name: "vocabulary", test: /vocabulary\.ts$/, priority: 2 },
						{ name: "frame", test: /node_modules/, minShareCount: 8, priority: 1 },
					],
				},
			},
			treeshake: { moduleSideEffects: (id) => !/packages\/(api|providers)\/src\//.test(id) },
		},
	},
});
