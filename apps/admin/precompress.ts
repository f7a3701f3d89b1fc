import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const isText = /\.(js|css|svg)$/;

/** Writes a `.br` and a `.gz` beside every built text file, for servers that hand out what is compressed already. */
export function precompress(): Plugin {
	let outDir = "";
	return {
		name: "precompress",
		apply: "build",
		configResolved: (config) => {
			outDir = config.build.outDir;
		},
		closeBundle: () => {
			for (const file of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
				const path = join(outDir, file);
				if (!isText.test(path) || statSync(path).size < 1_000) continue;
				const content = readFileSync(path);
				writeFileSync(`${path}.br`, brotliCompressSync(content));
				writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
			}
		},
	};
}
