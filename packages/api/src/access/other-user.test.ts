import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createPerson, signIn } from "../auth/test/people.ts";
import type { UserActor } from "../context.ts";
import { appRouter } from "../root.ts";
import { ask, createLab, follow, type Lab } from "../testing/fixtures.ts";
import { followed, suiteOf } from "../testing/suites/fixtures.ts";

/** What one user owns. */
interface Owned {
	userId: string;
	sessionId: string;
	tokenId: string;
	viewId: string;
	templateId: string;
	runId: string;
	groupId: string;
	shareId: string;
	suiteId: string;
}

const template = { name: "Mine", category: "own", prompt: "Say it." };
const { modelId: _, ...asked } = ask("Say it.");
const unseen = "NOT_FOUND";

/**
 * What another user is told who names it. The same call is then its owner's, so those that end things stand last. A new
 * procedure that takes such an id and that not only admins may call stands here, or the suite fails.
 */
const rows: Record<string, { code: "NOT_FOUND" | "FORBIDDEN"; input: (owned: Owned) => unknown }> = {
	"testing.byId": { code: unseen, input: ({ runId }) => ({ runId }) },
	"testing.checks": { code: unseen, input: ({ runId }) => ({ runId }) },
	"testing.images": { code: unseen, input: ({ runId }) => ({ runId }) },
	"testing.events": { code: unseen, input: ({ runId }) => ({ runId }) },
	"testing.eventsOf": { code: unseen, input: ({ runId }) => ({ runIds: [runId] }) },
	"testing.cancel": { code: unseen, input: ({ runId }) => ({ runId }) },
	"testing.groups.byId": { code: unseen, input: ({ groupId }) => ({ groupId }) },
	"testing.groups.start": {
		code: unseen,
		input: ({ groupId }) => ({ ...asked, groupId, modelIds: ["openai/priced"] }),
	},
	"testing.groups.rerun": {
		code: unseen,
		input: ({ groupId }) => ({ ...asked, groupId, position: 0, replaces: null }),
	},
	"testing.votes.cast": { code: unseen, input: ({ groupId }) => ({ groupId, verdict: "all_bad" }) },
	"testing.shares.of": { code: unseen, input: ({ groupId }) => ({ groupId }) },
	"testing.shares.create": { code: unseen, input: ({ groupId }) => ({ groupId }) },
	"testing.suites.byId": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.suites.cell": { code: unseen, input: ({ suiteId }) => ({ suiteId, position: 0 }) },
	"testing.suites.events": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.suites.create": { code: unseen, input: ({ suiteId }) => suiteOf({ suiteId }) },
	"testing.suites.cancel": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.suites.resume": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.suites.retryFailed": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.suites.decide": {
		code: unseen,
		input: ({ suiteId }) => ({ suiteId, modelId: "openai/priced", kind: "recommend" }),
	},
	"testing.templates.update": { code: unseen, input: ({ templateId: id }) => ({ id, ...template }) },
	"catalog.views.rename": { code: unseen, input: ({ viewId: id }) => ({ id, name: "Renamed" }) },
	"access.tokens.list": { code: "FORBIDDEN", input: ({ userId }) => ({ userId }) },
	"access.tokens.create": { code: "FORBIDDEN", input: ({ userId }) => ({ userId, name: "x", scopes: ["lab:run"] }) },
	"testing.shares.revoke": { code: unseen, input: ({ shareId }) => ({ shareId }) },
	"testing.suites.delete": { code: unseen, input: ({ suiteId }) => ({ suiteId }) },
	"testing.templates.delete": { code: unseen, input: ({ templateId: id }) => ({ id }) },
	"testing.templates.restore": { code: unseen, input: ({ templateId: id }) => ({ id }) },
	"testing.runs.delete": { code: unseen, input: ({ runId }) => ({ runIds: [runId] }) },
	"catalog.views.delete": { code: unseen, input: ({ viewId: id }) => ({ id }) },
	"access.tokens.revoke": { code: unseen, input: ({ tokenId }) => ({ tokenId }) },
	"auth.sessions.revoke": { code: unseen, input: ({ sessionId: id }) => ({ id }) },
};

/** By a link that its owner made everybody reads; a list that is narrowed by an id holds the caller's own alone. */
const forAll = ["testing.shares.open", "testing.runs.list", "testing.runs.export"];

let lab: Lab;
let owner: UserActor;
let other: UserActor;
let owned: Owned;
beforeAll(async () => {
	lab = await createLab();
	const { api } = lab;
	const { email } = await createPerson(api);
	await signIn(api, email);
	owner = (await signIn(api, email)).actor;
	other = await api.createUser("user");
	const { testing, access, auth, catalog } = api.as(owner);
	const { runId } = await testing.start(ask("Mine"));
	await follow(api, owner, runId);
	const groupId = crypto.randomUUID();
	const group = await testing.groups.start({ ...asked, groupId, modelIds: ["openai/priced"] });
	for (const { runId: member } of group.members) await follow(api, owner, member!);
	const { suiteId } = suiteOf();
	await testing.suites.create(suiteOf({ suiteId }));
	await followed(api, owner, suiteId);
	const sessions = await auth.sessions.list();
	owned = {
		userId: owner.userId,
		sessionId: sessions.find(({ current }) => !current)!.id,
		tokenId: (await access.tokens.create({ name: "mine", scopes: ["lab:run"] })).id,
		viewId: (await catalog.views.save({ name: "Mine", query: "?q=a" })).id,
		templateId: (await testing.templates.create(template)).id,
		...{ runId, groupId, suiteId, shareId: (await testing.shares.create({ groupId })).shareId },
	};
});
afterAll(() => lab[Symbol.asyncDispose]());

type Call = (input: unknown) => Promise<unknown>;
const procedureOf = (actor: UserActor, path: string) =>
	path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], lab.api.as(actor)) as Call;

/** The code of a refusal, also of one that comes with the first event. */
async function codeOf(actor: UserActor, path: string, input: unknown): Promise<string> {
	try {
		const answer = await procedureOf(actor, path)(input);
		if (typeof answer !== "object" || answer === null || !(Symbol.asyncIterator in answer)) return "OK";
		const events = (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]();
		const { value } = await events.next();
		await events.return?.();
		// A stream of several runs tells it of one, and goes on with the others.
		return JSON.stringify(value).includes('"type":"missing"') ? unseen : "OK";
	} catch (error) {
		return error instanceof TRPCError ? error.code : String(error);
	}
}

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: z.ZodType[] } }>;
const namesOwned = /"(userId|tokenId|runIds?|groupId|suiteId|shareId|undoId)":\{/;
const ownsItsId = /^(testing|access|auth)\.|^catalog\.views\./;

it("has a row for every procedure that takes the id of what a person owns", async () => {
	const taking = Object.entries(procedures).flatMap(([path, { _def }]) => {
		const schema = _def.inputs[0] && z.toJSONSchema(_def.inputs[0], { io: "input", unrepresentable: "any" });
		const text = JSON.stringify(schema ?? {});
		return namesOwned.test(text) || (ownsItsId.test(path) && /"id":\{/.test(text)) ? [path] : [];
	});
	for (const path of taking.filter((name) => !(name in rows) && !forAll.includes(name))) {
		expect([path, await codeOf(other, path, {})]).toEqual([path, "FORBIDDEN"]);
	}
	expect(Object.keys(rows).filter((path) => !taking.includes(path))).toEqual([]);
});

it("keeps another user from all that is somebody's own, and opens it to its owner", async () => {
	const told: Record<string, string> = {};
	for (const [path, { input }] of Object.entries(rows)) told[path] = await codeOf(other, path, input(owned));
	expect(told).toEqual(Object.fromEntries(Object.entries(rows).map(([path, { code }]) => [path, code])));
	const { runs } = await lab.api.as(other).testing.runs.list({ who: "me", suiteId: owned.suiteId });
	expect(runs).toEqual([]);
	for (const [path, { input }] of Object.entries(rows)) {
		// What is over can be refused for that; what is one's own is never unseen.
		expect([path, await codeOf(owner, path, input(owned))]).toEqual([path, expect.stringMatching(/^(OK|CONFLICT)$/)]);
	}
});
