import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Context, createServices } from "@llm-hub/api";
import { DataDirInUseError, openDb } from "@llm-hub/db";
import { apiConfig } from "../api-config.ts";
import { ownEncryptionKeys } from "../encryption-key.ts";
import type { Env } from "../env.ts";
import { createLog } from "../log.ts";
import { StartError } from "../start-failure.ts";

/**
 * Opens the database that the server uses and does the work in it as the system; no door is opened.
 * @param button where a running server does the same, for who cannot stop it
 * @throws StartError when there is no database yet, or a server holds the embedded one
 */
export async function withDatabase<T>(env: Env, button: string | null, work: (ctx: Context) => Promise<T>): Promise<T> {
	// A command in the wrong directory must not leave an empty database there.
	if (!env.databaseUrl && env.dataDir !== null && !existsSync(join(env.dataDir, "postgres", "PG_VERSION"))) {
		throw new StartError(`There is no database in ${env.dataDir}. Set DATA_DIR or DATABASE_URL as the server has it.`);
	}
	const opened = await openDb({ url: env.databaseUrl ?? undefined, dataDir: env.dataDir }).catch((error: unknown) => {
		if (!(error instanceof DataDirInUseError)) throw error;
		const instead = button ? `, or ${button} in the running one` : "";
		throw new StartError(`A server has the data directory ${env.dataDir} open. Stop it first${instead}.`);
	});
	try {
		const encryptionKeys = env.encryptionKeys ?? ownEncryptionKeys(env.dataDir);
		const config = apiConfig(env, encryptionKeys, null);
		const services = createServices({ db: opened.db, config, log: createLog("silent") });
		const request = { requestId: `cli-${randomUUID()}`, address: "cli", userAgent: null };
		const actor = { kind: "system", reason: "cli" } as const;
		try {
			return await work({ db: opened.db, services, actor, ...request, setSessionCookie: () => {} });
		} finally {
			await Promise.all([services.runs.close(), services.syncs.close()]);
		}
	} finally {
		await opened.close();
	}
}
