import { readFileSync } from "node:fs";
import { type FernetKey, type ImportReport, importFernet, parseFernetKey } from "@llm-hub/api";
import type { Env } from "../env.ts";
import { StartError } from "../start-failure.ts";
import { type CliIo, counted } from "./io.ts";
import { withDatabase } from "./with-database.ts";

/** `llm-hub keys import`: reads the file, or standard input where it is null, and saves all of it or nothing. */
export async function keysImport(
	env: Env,
	io: CliIo,
	{ file, fernetKeyFile }: { file: string | null; fernetKeyFile: string },
): Promise<number> {
	const fernetKeys = readFernetKeys(fernetKeyFile);
	const text = file === null ? await io.readInput() : readText(file);
	const { imported, skipped } = await withDatabase(env, null, (ctx) => importFernet(ctx, { text, fernetKeys }));
	io.print(`${counted(imported.length, "key")} imported.`);
	list(io, imported);
	if (skipped.length > 0) {
		io.print(`${counted(skipped.length, "key")} left alone, as one is saved under that name:`);
		list(io, skipped);
	}
	return 0;
}

const list = (io: CliIo, keys: ImportReport["imported"]): void => {
	for (const { providerType, name } of keys) io.print(`  ${providerType}: ${name}`);
};

/** One key a line: a rotated system may have several. */
function readFernetKeys(path: string): FernetKey[] {
	const lines = readText(path).split(/\s+/).filter(Boolean);
	if (lines.length === 0) throw new StartError(`${path} holds no Fernet key.`);
	return lines.map((line, i) => {
		const key = parseFernetKey(line);
		if (!key)
			throw new StartError(`Line ${i + 1} of ${path} is not a Fernet key: 32 bytes in base64url, 44 characters.`);
		return key;
	});
}

function readText(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		throw new StartError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
	}
}
