import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

/**
 * The rows of an oracle file under ORACLE_DIR, or none and a line that says so. A test that calls it has rows of its own
 * too, so that it is never empty.
 */
export function oracleRows<T>(name: string, row: z.ZodType<T>): T[] {
	const folder = process.env.ORACLE_DIR;
	if (!folder) {
		report(`ORACLE_DIR is not set: ${name} is not compared, only the cases written here`);
		return [];
	}
	return row.array().parse(oracleJson(name));
}

/** A whole oracle file, or nothing without ORACLE_DIR. */
export function oracleJson(name: string): unknown {
	const folder = process.env.ORACLE_DIR;
	return folder ? JSON.parse(readFileSync(join(folder, name), "utf8")) : undefined;
}

export function report(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** "N of M" with each miss and its reason, at most `limit` of them in full. */
export function reportMisses(title: string, compared: number, misses: readonly string[], limit = 40): void {
	report(`${title}: ${compared - misses.length} of ${compared}`);
	for (const miss of misses.slice(0, limit)) report(`  miss: ${miss}`);
	if (misses.length > limit) report(`  … and ${misses.length - limit} more`);
}
