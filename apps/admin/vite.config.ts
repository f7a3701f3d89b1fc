import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.API_URL ?? "http://localhost:8084";

export default defineConfig({
	plugins: [react()],
	resolve: { tsconfigPaths: true },
	server: { port: 5173, proxy: { "/trpc": server, "/api": server, "/auth": server } },
	// Every asset is a file of its own: the content security policy allows no data: URLs.
	build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
