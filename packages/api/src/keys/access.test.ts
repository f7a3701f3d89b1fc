import { schema } from "@llm-hub/db";
import { createSandbox } from "@llm-hub/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Role } from "../auth/schema.ts";
import { createTestApi } from "../test/harness.ts";
import { canary, createKeysLab, type KeysLab, refusalOf } from "./fixtures.ts";
import { keysRouter } from "./router.ts";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** One good input for each procedure: a new procedure without a line here fails the test below. */
const inputs: Record<string, unknown> = {
	list: undefined,
	info: undefined,
	save: { providerType: "openai", apiKey: canary },
	test: { providerType: "openai", apiKey: canary },
	testLive: { providerType: "openai", apiKey: canary },
	delete: { providerType: "openai" },
	keyring: undefined,
	reencrypt: { dryRun: true },
	reorder: { providerType: "openai", providerIds: ["any"] },
	setEnabled: { providerId: "any", enabled: false },
	setReminder: { days: 30 },
	"own.list": undefined,
	"own.save": { providerType: "openai", apiKey: canary },
	"own.test": { providerType: "openai", apiKey: canary },
	"own.delete": { providerType: "openai" },
	"rotate.status": { providerId: "any" },
	"rotate.stage": { providerId: "any", apiKey: canary },
	"rotate.test": { providerId: "any", version: 2 },
	"rotate.promote": { providerId: "any", version: 2 },
	"rotate.rollback": { providerId: "any", version: 2 },
	"rotate.retire": { providerId: "any", version: 2 },
};

type Nested = { [name: string]: Nested | ((input: unknown) => Promise<unknown>) };
const namesOf = (router: object): string[] =>
	Object.entries(router).flatMap(([name, at]) =>
		typeof at === "function" ? [name] : namesOf(at).map((inner) => `${name}.${inner}`),
	);

it("has a case for every procedure", () => {
	expect(Object.keys(inputs).sort()).toEqual(namesOf(keysRouter._def.record).sort());
});

const procedures = Object.keys(inputs);
const others: (Role | null)[] = [null, "viewer", "user", "power_user"];
// A key of one's own is for whoever may spend.
const idlers: (Role | null)[] = [null, "viewer"];
const cases = procedures.flatMap((name) =>
	(name.startsWith("own.") ? idlers : others).map((role) => [name, role] as const),
);

it.each(cases)("keys.%s is refused to %s, before its input is looked at", async (name, role) => {
	const keys = lab.api.as(role && (await lab.api.createUser(role))).keys as unknown as Nested;
	const procedure = name.split(".").reduce<Nested[string]>((at, part) => (at as Nested)[part]!, keys);
	for (const input of [inputs[name], { nonsense: canary }, null]) {
		const { code } = await refusalOf((procedure as (input: unknown) => Promise<unknown>)(input));
		expect(code).toBe(role === null ? "UNAUTHORIZED" : "FORBIDDEN");
	}
	expect(await lab.api.db.select().from(schema.llmProviders)).toEqual([]);
	expect(lab.sandbox.calls).toEqual([]);
});

it("shows a key in no answer, no refusal and no log line", async () => {
	await using sandbox = await createSandbox({ tokensPerSecond: 0 });
	await using api = await createTestApi({
		environmentProviders: {
			openai: { baseUrl: sandbox.baseUrl("openai") },
			groq: { apiKey: `${canary}-environment`, baseUrl: sandbox.baseUrl("groq") },
		},
	});
	const { keys, catalog } = api.as(await api.createUser("admin"));
	const custom = { providerType: "custom" as const, name: "Mine", baseUrl: sandbox.baseUrl("custom"), apiKey: canary };
	const answers: unknown[] = [
		await keys.save({ providerType: "openai", apiKey: canary }),
		await keys.save(custom),
		await keys.test({ providerType: "openai" }),
		await keys.test({ providerType: "groq" }),
	];
	sandbox.script({ fail: "unauthorized", times: Number.POSITIVE_INFINITY });
	answers.push(
		await keys.save({ ...custom, name: "Other" }),
		await keys.test({ providerType: "openai", apiKey: `${canary}-unsaved` }),
		await keys.list(),
		await keys.info(),
		await catalog.providers(),
		await refusalOf(keys.save({ providerType: "openai", apiKey: `${canary} ` })),
		await refusalOf(keys.save({ ...custom, baseUrl: "https://elsewhere.example", apiKey: undefined })),
		await refusalOf(keys.save({ ...custom, apiKey: canary, name: canary, baseUrl: `https://${canary}@host.example` })),
		await keys.delete({ providerType: "openai" }),
	);
	// The database itself holds the key in no form that can be read.
	answers.push(await api.db.select().from(schema.llmProviders), await api.db.select().from(schema.llmModels));
	for (const text of [JSON.stringify(answers), api.logLines.join("\n")]) {
		expect(text.length).toBeGreaterThan(100);
		expect(text).not.toContain(canary);
		expect(text).not.toContain(canary.slice(3, 20));
		expect(text).not.toContain(Buffer.from(canary).toString("base64").slice(0, 16));
	}
});
