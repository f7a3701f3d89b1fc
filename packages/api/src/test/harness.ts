import { randomBytes } from "node:crypto";
import { type Db, schema } from "@llm-hub/db";
import { openTestDb } from "@llm-hub/db/test";
import { pino } from "pino";
import { seedAccess } from "../access/seed-access.ts";
import type { Role } from "../auth/schema.ts";
import type { Actor, Context, UserActor } from "../context.ts";
import { createCaller } from "../root.ts";
import { type ApiConfig, createServices, type Services } from "../services.ts";

export type Caller = ReturnType<typeof createCaller>;

export interface TestApi {
	db: Db;
	services: Services;
	/** Every line that was logged, as text: for asserting what is not in it. */
	logLines: string[];
	/** Writes a user with that role and returns it as an actor. */
	createUser(role: Role, overrides?: { email?: string; tierCode?: string; passwordHash?: string }): Promise<UserActor>;
	/** A typed caller over the real router. Null is anonymous. */
	as(actor: Actor | null, overrides?: Partial<Context>): Caller;
	/** A new set of services over the same database, as a second server or a restart has. */
	restart(config?: Partial<ApiConfig>): Promise<TestApi>;
	/** A second server on the same database, beside this one. Close it before this one. */
	secondServer(config?: Partial<ApiConfig>): TestApi;
	close(): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
}

const testConfig = (): ApiConfig => ({
	publicUrl: "http://localhost:8084",
	encryptionKeys: [{ id: "test", key: randomBytes(32) }],
	environmentProviders: {},
	allowPrivateUpstreams: true,
	sandboxBaseUrl: null,
	sso: null,
	keyTestsPerMinute: 1000,
	runsPerMinute: 10_000,
});

/** The whole API over a fresh real database. Dispose it with `await using`, or `close()` in `afterAll`. */
export async function createTestApi(config: Partial<ApiConfig> = {}): Promise<TestApi> {
	const opened = await openTestDb();
	await seedAccess(opened.db);
	const api = build(opened.db, { ...testConfig(), ...config }, opened.close);
	return api;
}

function build(db: Db, config: ApiConfig, closeDb: () => Promise<void>): TestApi {
	const logLines: string[] = [];
	const log = pino({ level: "debug" }, { write: (line: string) => void logLines.push(line) });
	const services = createServices({ db, config, log });
	const close = async () => {
		await services.suites.close();
		await services.syncs.close();
		await services.runs.close();
		await closeDb();
	};
	return {
		db,
		services,
		logLines,
		createUser: async (role, overrides = {}) => {
			const id = randomBytes(6).toString("hex");
			const row = { id, email: `${id}@example.com`, name: id, role, tierCode: "enterprise", ...overrides };
			await db.insert(schema.users).values(row);
			return { kind: "user", userId: id, sessionId: "", email: row.email, name: id, role, tierCode: row.tierCode };
		},
		as: (actor, overrides = {}) =>
			createCaller({
				db,
				actor,
				services,
				requestId: "test",
				address: "127.0.0.1",
				userAgent: null,
				setSessionCookie: () => {},
				...overrides,
			}),
		restart: async (changed = {}) => {
			await services.suites.close();
			await services.syncs.close();
			await services.runs.close();
			return build(db, { ...config, ...changed }, closeDb);
		},
		secondServer: (changed = {}) => build(db, { ...config, ...changed }, async () => {}),
		close,
		[Symbol.asyncDispose]: close,
	};
}
