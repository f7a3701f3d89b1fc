import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseTar } from "nanotar";

/**
 * Makes `dataDir` from a dumped data directory: whole, or, if the process ends meanwhile, not at all. Node writes the files
 * itself: through PGlite's file system it takes several times as long.
 * @throws Error when the directory holds something already
 */
export function unpackImage(image: string, dataDir: string): void {
	if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
		throw new Error(
			`${dataDir} holds files but no database that can be opened: its PG_VERSION is missing. Restore the directory from a backup, or move it away to begin anew.`,
		);
	}
	const unfinished = `${dataDir}.new`;
	rmSync(unfinished, { recursive: true, force: true });
	for (const { name, type, data } of parseTar(gunzipSync(readFileSync(image)))) {
		const path = join(unfinished, name);
		if (type === "directory") mkdirSync(path, { recursive: true, mode: 0o700 });
		else writeFileSync(path, data ?? "", { mode: 0o600 });
	}
	renameSync(unfinished, dataDir);
}
