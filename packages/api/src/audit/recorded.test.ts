import { schema } from "@llm-hub/db";
import { desc, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureFirstAdmin } from "../auth/setup.ts";
import { createPerson, rightPassword, signIn } from "../auth/test/people.ts";
import { canary, createKeysLab, type KeysLab } from "../keys/fixtures.ts";
import type { Caller } from "../test/harness.ts";
import { verifyAudit } from "./verify.ts";

const { auditEvents } = schema;

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** What the last events tell, the newest first. */
const lastEvents = async (limit: number) => {
	const rows = await lab.api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(limit);
	return rows.map(({ action, actorId, targetType, targetName, before, after }) => ({
		...{ action, actorId, targetType, targetName, before, after },
	}));
};
const lastEvent = async () => (await lastEvents(1))[0];
const fingerprint = expect.stringMatching(/^hmac-sha256:[0-9a-f]{16}$/);

describe("what people do about sign-in", () => {
	it("is told: in, refused, out, everywhere out, another password", async () => {
		const { email, userId } = await createPerson(lab.api);
		const person = { actorId: userId, targetType: "user", targetName: email };
		const first = await signIn(lab.api, email);
		expect(await lastEvent()).toMatchObject({ action: "auth.login", ...person });

		const wrong = { email, password: "not it at all" };
		await expect(lab.api.as(null).auth.login(wrong)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		const refused = { action: "auth.login.failed", actorId: null, targetName: email };
		expect(await lastEvent()).toMatchObject({ ...refused, after: { reason: "wrong password" } });
		const unknown = { email: "ghost@example.com", password: rightPassword };
		await expect(lab.api.as(null).auth.login(unknown)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		expect(await lastEvent()).toMatchObject({ targetName: "ghost@example.com", after: { reason: "unknown user" } });
		const mixedUp = { email: rightPassword, password: email };
		await expect(lab.api.as(null).auth.login(mixedUp)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		expect(await lastEvent()).toMatchObject({ targetName: "(not an address)" });

		const { caller } = await signIn(lab.api, email);
		await caller.auth.logout();
		expect(await lastEvent()).toMatchObject({ action: "auth.logout", ...person });

		const other = (await first.caller.auth.sessions.list())[0]!;
		const second = await signIn(lab.api, email);
		await second.caller.auth.sessions.revoke({ id: other.id });
		expect(await lastEvent()).toMatchObject({ action: "auth.sessions.revoke", targetType: "session", actorId: userId });
		await second.caller.auth.sessions.revokeAll({ keepCurrent: true });
		const after = { ended: 0, keptCurrent: true };
		expect(await lastEvent()).toMatchObject({ action: "auth.sessions.revoke_all", ...person, after });

		const change = (currentPassword: string) =>
			second.caller.auth.changePassword({ currentPassword, newPassword: "copper meadow violin" });
		await expect(change("not it at all")).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		expect(await lastEvent()).toMatchObject({ action: "auth.password.change.failed", ...person });
		await change(rightPassword);
		expect(await lastEvent()).toMatchObject({ action: "auth.password.change", ...person, after: { endedSessions: 1 } });
	});

	it("starts with the first admin", async () => {
		await using fresh = await createKeysLab();
		await fresh.api.db.delete(schema.users);
		const link = await ensureFirstAdmin(fresh.api, null);
		const person = { email: "first@example.com", name: "First", password: rightPassword };
		await fresh.api.as(null).auth.setup({ token: link!.setupToken, ...person });
		const [event] = await fresh.api.db.select().from(auditEvents);
		expect(event).toMatchObject({ seq: 1, action: "auth.setup", actorEmail: person.email, targetName: person.email });
		await fresh.api.db.delete(schema.users);
		await ensureFirstAdmin(fresh.api, { email: "env@example.com", password: rightPassword });
		const [, made] = await fresh.api.db.select().from(auditEvents).orderBy(auditEvents.seq);
		expect(made).toMatchObject({ action: "auth.setup", actorKind: "system", targetName: "env@example.com" });
	});
});

describe("what admins do about keys and models", () => {
	it("is told: saved, replaced, tested, deleted, with fingerprints for keys", async () => {
		const key = { providerType: "openai", name: "Told", apiKey: canary } as const;
		const { providerId } = await lab.as.keys.save({ ...key, test: true });
		const target = { actorId: lab.admin.userId, targetType: "provider_key", targetName: "Told" };
		const [tested, saved] = await lastEvents(2);
		expect(saved).toMatchObject({ action: "keys.save", ...target, before: null });
		expect(saved?.after).toMatchObject({ providerType: "openai", priority: 100, key: fingerprint });
		expect(tested).toMatchObject({ action: "keys.test", ...target, after: { key: fingerprint } });

		await lab.as.keys.save({ ...key, apiKey: "sk-test-another-key", priority: 7, test: false });
		const replaced = await lastEvent();
		expect(replaced).toMatchObject({ action: "keys.save", before: saved?.after as object, after: { priority: 7 } });
		const { key: priorKey } = saved!.after as { key: string };
		expect(replaced?.after).not.toMatchObject({ key: priorKey });

		await lab.as.keys.test({ providerType: "groq", apiKey: canary });
		expect(await lastEvent()).toMatchObject({ action: "keys.test", targetType: "provider", targetName: "Groq" });

		await lab.as.keys.delete({ providerId });
		expect(await lastEvent()).toMatchObject({
			...{ action: "keys.delete", ...target, before: replaced?.after as object, after: null },
		});
	});

	it("tells of a test that was left between two stages, as the key was sent", async () => {
		const before = await lab.api.db.$count(auditEvents);
		for await (const event of await lab.as.keys.testLive({ providerType: "openai", apiKey: canary })) {
			expect(event.type).toBe("stage");
			break;
		}
		await expect.poll(() => lab.api.db.$count(auditEvents)).toBe(before + 1);
		expect(await lastEvent()).toMatchObject({ action: "keys.test", after: { success: false, reason: "cancelled" } });
	});

	it("tells which models were enabled or disabled, and nothing where nothing changed", async () => {
		const model = (upstreamId: string) => ({
			...{ id: `openai/${upstreamId}`, providerType: "openai", upstreamId, displayName: upstreamId.toUpperCase() },
			...{ capabilities: ["chat"], priceState: "unknown" as const },
		});
		await lab.api.db.insert(schema.llmModels).values([model("a"), model("b"), model("c")]);
		await lab.as.catalog.setEnabled({ ids: ["openai/a"], enabled: false });
		const one = { action: "catalog.set_enabled", targetType: "model", targetName: "A" };
		expect(await lastEvent()).toMatchObject({ ...one, before: { enabled: true }, after: { enabled: false } });
		await lab.as.catalog.setEnabled({ ids: ["openai/c", "openai/a", "openai/b"], enabled: false });
		const models = ["openai/b", "openai/c"];
		expect(await lastEvent()).toMatchObject({ targetType: "models", targetName: "2 models", after: { models } });
		const before = await lab.api.db.$count(auditEvents);
		await lab.as.catalog.setEnabled({ ids: models, enabled: false });
		expect(await lab.api.db.$count(auditEvents)).toBe(before);
	});
});

describe("an action whose audit cannot be written", () => {
	let person: Awaited<ReturnType<typeof signIn>>;
	beforeAll(async () => {
		await lab.as.keys.save({ providerType: "mistral", apiKey: canary, test: false });
		const { email } = await createPerson(lab.api);
		await signIn(lab.api, email);
		person = await signIn(lab.api, email);
		await person.caller.keys.own.save({ providerType: "openai", apiKey: canary });
		const identity = { issuer: "https://id.example.com", subject: "s-1", userId: person.actor.userId };
		await lab.api.db.insert(schema.ssoIdentities).values(identity);
	});
	beforeEach(async () => {
		await lab.api.db.execute(sql`alter table audit_events add constraint full_disk check (seq < 0) not valid`);
		return async () => {
			await lab.api.db.execute(sql`alter table audit_events drop constraint full_disk`);
		};
	});

	const state = async () => {
		const { users, sessions, llmProviders, llmModels, userProviderKeys, apiTokens, ssoIdentities } = schema;
		const tables = [users, sessions, llmProviders, llmModels, userProviderKeys, apiTokens, ssoIdentities];
		return Promise.all(tables.map((table) => lab.api.db.select().from(table)));
	};
	const actions: Record<string, (admin: Caller, own: Caller) => Promise<unknown>> = {
		"keys.save, new": ({ keys }) => keys.save({ providerType: "cohere", apiKey: canary, test: false }),
		"keys.save, replaced": ({ keys }) =>
			keys.save({ providerType: "mistral", apiKey: canary, priority: 1, test: false }),
		"keys.test": ({ keys }) => keys.test({ providerType: "mistral" }),
		"keys.delete": ({ keys }) => keys.delete({ providerType: "mistral" }),
		"catalog.setEnabled": ({ catalog }) => catalog.setEnabled({ ids: ["openai/a"], enabled: true }),
		"auth.login": () => lab.api.as(null).auth.login({ email: person.user.email, password: rightPassword }),
		"auth.logout": (_, own) => own.auth.logout(),
		"auth.sessions.revoke": async (_, own) => {
			const { id } = (await own.auth.sessions.list()).find(({ current }) => !current)!;
			await own.auth.sessions.revoke({ id });
		},
		"auth.sessions.revokeAll": (_, own) => own.auth.sessions.revokeAll({}),
		"keys.own.save, new": (_, own) => own.keys.own.save({ providerType: "groq", apiKey: canary }),
		"keys.own.save, replaced": (_, own) =>
			own.keys.own.save({ providerType: "openai", apiKey: "sk-test-another-own-key" }),
		"keys.own.test, saved": async (_, own) => {
			for await (const _event of await own.keys.own.test({ providerType: "openai" }));
		},
		"keys.own.test, unsaved": async (_, own) => {
			for await (const _event of await own.keys.own.test({ providerType: "groq", apiKey: canary }));
		},
		"keys.own.delete": (_, own) => own.keys.own.delete({ providerType: "openai" }),
		"access.users.sessions.revoke": async ({ access }) => {
			const { userId } = person.actor;
			const [session] = await access.users.sessions.list({ userId });
			await access.users.sessions.revoke({ userId, id: session!.id });
		},
		"access.users.sessions.revokeAll": ({ access }) => access.users.sessions.revokeAll({ userId: person.actor.userId }),
		"access.users.unlinkSso": ({ access }) => access.users.unlinkSso({ userId: person.actor.userId }),
		"access.tokens.create": ({ access }) =>
			access.tokens.create({ name: "x", scopes: ["usage:read"], userId: person.actor.userId }),
		"auth.changePassword": (_, own) =>
			own.auth.changePassword({ currentPassword: rightPassword, newPassword: "copper meadow violin" }),
	};

	it.each(Object.keys(actions))("fails and changes nothing: %s", async (name) => {
		const before = await state();
		const action = actions[name]!(lab.as, person.caller);
		await expect(action).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
		expect(await state()).toEqual(before);
	});
});

it("keeps no secret, and is one whole chain after all that", async () => {
	const { db, services } = lab.api;
	expect(await verifyAudit({ db, keyring: services.keyring })).toMatchObject({ ok: true });
	const dump = JSON.stringify(await db.execute(sql`select e::text from audit_events e`));
	const secrets = [
		canary,
		canary.slice(0, 12),
		canary.slice(-6),
		rightPassword,
		"copper meadow violin",
		"argon2",
		"v1.",
	];
	for (const secret of secrets) expect(dump).not.toContain(secret);
});
