import { defineConfig } from "vite";

// The worker is a file of its own: Node cannot start a worker from TypeScript.
export default defineConfig({
	build: { ssr: "src/embedded-worker.ts", target: "node20", outDir: "dist", emptyOutDir: false },
});
