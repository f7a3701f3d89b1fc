import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { chunks } from "./chunks.ts";
import { precompress } from "./precompress.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.API_URL ?? "http://localhost:8084";

export default defineConfig({
	plugins: [react(), precompress()],
	resolve: {
		tsconfigPaths: true,
		alias: [
			// What it exports by default warns developers.
			{ find: /^react-router$/, replacement: file("../../node_modules/react-router/dist/production/index.mjs") },
			// No button ripples, says the theme; MUI's would carry the code all the same.
			{ find: /^\.\/TouchRipple\.mjs$/, replacement: file("src/lib/no-ripple.ts") },
		],
	},
	// The server puts a nonce in its place, another in each answer (apps/server/src/static.ts).
	html: { cspNonce: "CSP_NONCE" },
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
