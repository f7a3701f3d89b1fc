import { schema } from "@llm-hub/db";
import { TRPCError } from "@trpc/server";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { authenticate } from "../auth/session.ts";
import { createPerson, signIn } from "../auth/test/people.ts";
import type { Actor } from "../context.ts";
import { appRouter } from "../root.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { type Scope, scopes } from "./schema.ts";
import { authenticateToken } from "./tokens/authenticate-token.ts";
import type { Who } from "./who.ts";

/** A new procedure stands here, or the suite fails. */
const rows: Record<string, Who> = {
	"access.explain": "admin",
	"access.explainOwn": "usage:read",
	"access.grants.list": "account",
	"access.grants.revoke": "admin",
	"access.ledger.holds": "admin",
	"access.ledger.reconcile": "admin",
	"access.mine": "usage:read",
	"access.requests.create": "account",
	"access.requests.decline": "admin",
	"access.requests.grant": "admin",
	"access.requests.list": "account",
	"access.rules.list": "admin",
	"access.rules.preview": "admin",
	"access.rules.save": "admin",
	"access.tiers.list": "admin",
	"access.tiers.names": "usage:read",
	"access.tiers.save": "admin",
	"access.tokens.create": "account",
	"access.tokens.list": "account",
	"access.tokens.revoke": "account",
	"access.users.byId": "admin",
	"access.users.create": "admin",
	"access.users.disable": "admin",
	"access.users.list": "admin",
	"access.users.sessions.list": "admin",
	"access.users.sessions.revoke": "admin",
	"access.users.sessions.revokeAll": "admin",
	"access.users.unlinkSso": "admin",
	"access.users.update": "admin",
	"access.whoMayUse": "admin",
	"audit.actions": "admin",
	"audit.byId": "admin",
	"audit.export": "admin",
	"audit.list": "admin",
	"audit.status": "admin",
	"audit.verify": "admin",
	"auth.changePassword": "session",
	"auth.login": "public",
	"auth.logout": "public",
	"auth.me": "public",
	"auth.methods": "session",
	"auth.sessions.list": "session",
	"auth.sessions.revoke": "session",
	"auth.sessions.revokeAll": "session",
	"auth.setup": "public",
	"auth.setupStatus": "public",
	"catalog.aliases.delete": "admin",
	"catalog.aliases.list": "public",
	"catalog.aliases.save": "admin",
	"catalog.bulk.preview": "admin",
	"catalog.bulk.setPrices": "admin",
	"catalog.bulk.undo": "admin",
	"catalog.byId": "public",
	"catalog.calculate": "public",
	"catalog.changes.accept": "admin",
	"catalog.changes.dismiss": "admin",
	"catalog.changes.list": "admin",
	"catalog.changes.reopen": "admin",
	"catalog.compare": "public",
	"catalog.facets": "public",
	"catalog.ids": "public",
	"catalog.lifecycle.export": "admin",
	"catalog.lifecycle.show": "catalog:read",
	"catalog.list": "public",
	"catalog.measured": "catalog:read",
	"catalog.measuredByDay": "catalog:read",
	"catalog.price.byId": "admin",
	"catalog.price.clearOverride": "admin",
	"catalog.price.setOverride": "admin",
	"catalog.priceHistory": "public",
	"catalog.providers": "catalog:read",
	"catalog.seen": "catalog:read",
	"catalog.setEnabled": "admin",
	"catalog.similar": "catalog:read",
	"catalog.stats": "catalog:read",
	"catalog.sync.cancel": "admin",
	"catalog.sync.events": "admin",
	"catalog.sync.refresh": "admin",
	"catalog.sync.start": "admin",
	"catalog.sync.status": "catalog:read",
	"catalog.views.delete": "account",
	"catalog.views.list": "account",
	"catalog.views.rename": "account",
	"catalog.views.save": "account",
	"keys.delete": "admin",
	"keys.info": "admin",
	"keys.keyring": "admin",
	"keys.list": "admin",
	"keys.own.delete": "owner",
	"keys.own.list": "owner",
	"keys.own.save": "owner",
	"keys.own.test": "owner",
	"keys.reencrypt": "admin",
	"keys.reorder": "admin",
	"keys.rotate.promote": "admin",
	"keys.rotate.retire": "admin",
	"keys.rotate.rollback": "admin",
	"keys.rotate.stage": "admin",
	"keys.rotate.status": "admin",
	"keys.rotate.test": "admin",
	"keys.save": "admin",
	"keys.setEnabled": "admin",
	"keys.setReminder": "admin",
	"keys.test": "admin",
	"keys.testLive": "admin",
	"testing.byId": "lab:run",
	"testing.cancel": "lab:run",
	"testing.checks": "lab:run",
	"testing.estimate": "lab:run",
	"testing.events": "lab:run",
	"testing.eventsOf": "lab:run",
	"testing.groups.byId": "lab:run",
	"testing.groups.rerun": "spend",
	"testing.groups.start": "spend",
	"testing.history": "lab:run",
	"testing.metrics": "lab:run",
	"testing.images": "lab:run",
	"testing.runs.delete": "spend",
	"testing.runs.export": "lab:run",
	"testing.runs.list": "lab:run",
	"testing.shares.create": "spend",
	"testing.shares.of": "lab:run",
	"testing.shares.open": "lab:run",
	"testing.shares.revoke": "spend",
	"testing.start": "spend",
	"testing.stats": "lab:run",
	"testing.suites.byId": "lab:run",
	"testing.suites.cancel": "spend",
	"testing.suites.cell": "lab:run",
	"testing.suites.create": "spend",
	"testing.suites.decide": "spend",
	"testing.suites.decisions": "lab:run",
	"testing.suites.delete": "spend",
	"testing.suites.estimate": "lab:run",
	"testing.suites.events": "lab:run",
	"testing.suites.list": "lab:run",
	"testing.suites.resume": "spend",
	"testing.suites.retryFailed": "spend",
	"testing.supports": "lab:run",
	"testing.templates.create": "spend",
	"testing.templates.delete": "spend",
	"testing.templates.list": "public",
	"testing.templates.restore": "spend",
	"testing.templates.tryChecks": "lab:run",
	"testing.templates.update": "spend",
	"testing.votes.cast": "spend",
	"testing.votes.leaderboard": "lab:run",
};

interface Caller {
	actor: Actor | null;
	/** What a procedure for `who` must answer: nothing, when it lets the caller through. */
	refusal(who: Who): "UNAUTHORIZED" | "FORBIDDEN" | null;
}

const nobody: Caller["refusal"] = (who) => (who === "public" ? null : "UNAUTHORIZED");
const person =
	({ spends = true, isAdmin = false } = {}): Caller["refusal"] =>
	(who) =>
		(who === "admin" && !isAdmin) || ((who === "spend" || who === "owner") && !spends) ? "FORBIDDEN" : null;
const token =
	(scope: Scope, { spends = true, isAdmin = true } = {}): Caller["refusal"] =>
	(who) => {
		if (who === "public" || who === scope) return who === "admin" && !isAdmin ? "FORBIDDEN" : null;
		if (who === "account" && scope === "admin" && isAdmin) return null;
		return who === "spend" && scope === "lab:run" && spends ? null : "FORBIDDEN";
	};

let api: TestApi;
const callers: Record<string, Caller> = {};
beforeAll(async () => {
	api = await createTestApi();
	callers.anonymous = { actor: null, refusal: nobody };
	callers.viewer = { actor: await api.createUser("viewer"), refusal: person({ spends: false }) };
	callers.user = { actor: await api.createUser("user"), refusal: person() };
	callers.power_user = { actor: await api.createUser("power_user"), refusal: person() };
	const admin = await api.createUser("admin");
	callers.admin = { actor: admin, refusal: person({ isAdmin: true }) };
	callers["the system"] = { actor: { kind: "system", reason: "a job" }, refusal: nobody };

	const tokenOf = async (scope: Scope, userId: string) => {
		const made = await api.as(admin).access.tokens.create({ name: scope, scopes: [scope], userId });
		return { ...made, actor: () => authenticateToken(api.db, made.token) };
	};
	for (const scope of scopes) {
		const { actor } = await tokenOf(scope, admin.userId);
		callers[`an admin's token for ${scope}`] = { actor: await actor(), refusal: token(scope) };
	}
	const demote = (userId: string, role: "viewer" | "user") =>
		api.db.update(schema.users).set({ role }).where(eq(schema.users.id, userId));
	const was = await api.createUser("admin");
	const formerAdmin = await tokenOf("admin", was.userId);
	await demote(was.userId, "user");
	callers["a former admin's token for admin"] = {
		actor: await formerAdmin.actor(),
		refusal: token("admin", { isAdmin: false }),
	};
	const spender = await api.createUser("user");
	const formerSpender = await tokenOf("lab:run", spender.userId);
	await demote(spender.userId, "viewer");
	callers["a viewer's token for lab:run"] = {
		actor: await formerSpender.actor(),
		refusal: token("lab:run", { spends: false }),
	};

	const leaver = await createPerson(api, { role: "admin" });
	const session = await signIn(api, leaver.email);
	const left = await tokenOf("admin", leaver.userId);
	const revoked = await tokenOf("admin", admin.userId);
	await api.as(admin).access.users.disable({ userId: leaver.userId });
	await api.as(admin).access.tokens.revoke({ tokenId: revoked.id });
	callers["a disabled admin"] = { actor: await authenticate(api.db, session.token), refusal: nobody };
	callers["a disabled admin's token"] = { actor: await left.actor(), refusal: nobody };
	callers["a revoked token"] = { actor: await revoked.actor(), refusal: nobody };
});
afterAll(() => api.close());

interface Definition {
	_def: { inputs: z.ZodType[]; type: string };
}
const procedures = appRouter._def.procedures as unknown as Record<string, Definition>;

/** What attackers add to an input: no procedure knows these names. */
const intruders = { isAdmin: true, base_url: "http://127.0.0.1:1", tier: "enterprise", actor: { role: "admin" } };

it("has a row for every procedure, and no other", () => {
	expect(Object.keys(rows).toSorted()).toEqual(Object.keys(procedures).toSorted());
});

it.each(Object.keys(rows))("%s answers everybody as its row says, before it looks at the input", async (path) => {
	const who = rows[path]!;
	const takesInput = (procedures[path]?._def.inputs.length ?? 0) > 0;
	const answers: Record<string, string> = {};
	const expected: Record<string, string> = {};
	for (const [name, { actor, refusal }] of Object.entries(callers)) {
		// What is let through stumbles over an input that none takes: so nothing is done, and the order shows.
		expected[name] = refusal(who) ?? (takesInput ? "BAD_REQUEST" : "OK");
		const procedure = path
			.split(".")
			.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], api.as(actor)) as (
			input: unknown,
		) => Promise<unknown>;
		answers[name] = await procedure(takesInput ? intruders : undefined).then(
			() => "OK",
			(error: unknown) => (error instanceof TRPCError ? error.code : String(error)),
		);
	}
	expect(answers).toEqual(expected);
});

const withInput = Object.entries(procedures).filter(([, { _def }]) => _def.inputs.length > 0);
it.each(withInput.map(([path]) => path))("%s takes no field that it does not name", (path) => {
	const [input] = procedures[path]!._def.inputs;
	const issues = JSON.stringify(input?.safeParse(intruders).error?.issues ?? []);
	for (const name of Object.keys(intruders)) {
		expect(issues).toContain("unrecognized_keys");
		expect(issues).toContain(`"${name}"`);
	}
});
