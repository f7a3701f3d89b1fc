import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RouterInputs } from "../types.ts";
import { canary, createKeysLab, type KeysLab, refusalOf } from "./fixtures.ts";

type SaveInput = RouterInputs["keys"]["save"];

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab({ allowPrivateUpstreams: false });
	await lab.as.keys.save({ providerType: "openai", apiKey: canary, test: false });
	await lab.as.keys.save({
		providerType: "custom",
		name: "Far",
		baseUrl: "https://far.example/v1",
		apiKey: canary,
		test: false,
	});
});
afterAll(() => lab[Symbol.asyncDispose]());

const url = "https://api.example.com/v1";

describe("saving refuses, at the field, and keeps what was saved", () => {
	it.each<[string, object, string, RegExp]>([
		["an unknown provider", { providerType: "acme", apiKey: canary }, "providerType", /must be one of openrouter/],
		["no provider", { apiKey: canary }, "providerType", /must be one of/],
		["no key", { providerType: "openai" }, "apiKey", /Enter the API key/],
		["an empty key", { providerType: "openai", apiKey: "" }, "apiKey", /at least 10/],
		["a short key", { providerType: "openai", apiKey: "sk-short9" }, "apiKey", /at least 10/],
		["an endless key", { providerType: "openai", apiKey: "k".repeat(4097) }, "apiKey", /at most 4,096/],
		[
			"a key with a blank before it",
			{ providerType: "openai", apiKey: ` ${canary}` },
			"apiKey",
			/space or a line break/,
		],
		["a key with a line break after it", { providerType: "openai", apiKey: `${canary}\n` }, "apiKey", /line break/],
		["a header in the key", { providerType: "openai", apiKey: `${canary}\r\nX-Evil: 1` }, "apiKey", /line break/],
		["a control character in the key", { providerType: "openai", apiKey: `${canary}\u0000` }, "apiKey", /no key has/],
		["a letter no header carries", { providerType: "openai", apiKey: `${canary}é` }, "apiKey", /no key has/],
		["a key that is no text", { providerType: "openai", apiKey: 1234567890 }, "apiKey", /Enter the API key/],
		[
			"a base URL for a named provider",
			{ providerType: "openai", apiKey: canary, baseUrl: url },
			"baseUrl",
			/host is fixed/,
		],
		["a custom endpoint without base URL", { providerType: "custom", apiKey: canary }, "baseUrl", /Enter the base URL/],
		["a base URL that is none", { providerType: "custom", baseUrl: "far.example" }, "baseUrl", /not a valid URL/],
		["another scheme", { providerType: "custom", baseUrl: "file:///etc/passwd" }, "baseUrl", /must use https/],
		["plain http", { providerType: "custom", baseUrl: "http://far.example/v1" }, "baseUrl", /https/],
		["a private address", { providerType: "custom", baseUrl: "https://10.0.0.7/v1" }, "baseUrl", /private or reserved/],
		[
			"the metadata service",
			{ providerType: "custom", baseUrl: "https://169.254.169.254" },
			"baseUrl",
			/private or reserved/,
		],
		["a password in the URL", { providerType: "custom", baseUrl: "https://a:b@far.example" }, "baseUrl", /user name/],
		["an empty name", { providerType: "openai", apiKey: canary, name: "  " }, "name", /Enter a name/],
		["a long name", { providerType: "openai", apiKey: canary, name: "n".repeat(81) }, "name", /at most 80/],
		[
			"a control character in the name",
			{ providerType: "openai", apiKey: canary, name: "a\u0007b" },
			"name",
			/control/,
		],
		["a priority below 0", { providerType: "openai", apiKey: canary, priority: -1 }, "priority", /./],
		["an unknown field", { providerType: "openai", apiKey: canary, api_base: url }, "", /api_base/],
		["headers", { providerType: "openai", apiKey: canary, headers: { host: "far.example" } }, "", /headers/],
		["no object", [] as object, "", /./],
	])("%s", async (_name, input, field, message) => {
		const before = await lab.api.db.select().from(schema.llmProviders);
		const refusal = await refusalOf(lab.as.keys.save(input as SaveInput));
		expect(["BAD_REQUEST", "UNPROCESSABLE_CONTENT"]).toContain(refusal.code);
		expect(refusal.fields).toContain(field);
		expect(refusal.message).toMatch(message);
		expect(refusal.message).not.toContain("canary");
		expect(await lab.api.db.select().from(schema.llmProviders)).toEqual(before);
	});
});

describe("testing refuses", () => {
	it.each<[string, object, string]>([
		["nothing", {}, "providerType"],
		["a base URL for a named provider", { providerType: "groq", apiKey: canary, baseUrl: url }, "baseUrl"],
		["a private address", { providerType: "custom", baseUrl: "https://192.168.1.1/v1" }, "baseUrl"],
		["a custom form without base URL", { providerType: "custom", apiKey: canary }, "baseUrl"],
		["a key with a blank", { providerType: "openai", apiKey: `${canary} ` }, "apiKey"],
		["an unknown field", { providerType: "openai", apiBase: url }, ""],
	])("%s", async (_name, input, field) => {
		for (const call of [lab.as.keys.test(input), lab.as.keys.testLive(input)]) {
			expect((await refusalOf(call)).fields).toContain(field);
		}
	});

	it("a form that would send the saved key to another host", async () => {
		const { providers } = await lab.as.keys.list();
		const { id = "" } = providers.find(({ name }) => name === "Far") ?? {};
		for (const baseUrl of [url, "https://far.example", "https://far.example:444/v1", "https://far.example.org/v1"]) {
			const refusal = await refusalOf(lab.as.keys.test({ providerId: id, providerType: "custom", baseUrl }));
			expect(refusal).toMatchObject({ code: "UNPROCESSABLE_CONTENT", fields: ["apiKey"] });
		}
		const openai = providers.find(({ providerType }) => providerType === "openai")?.id;
		expect(await refusalOf(lab.as.keys.test({ providerId: openai, baseUrl: url }))).toMatchObject({
			fields: ["baseUrl"],
		});
		expect(
			await refusalOf(lab.as.keys.test({ providerId: openai, providerType: "custom", baseUrl: url })),
		).toMatchObject({
			fields: ["providerType"],
		});
	});

	it("an id that nothing has, and a provider without a key", async () => {
		const unknown = { providerId: "no-such-id" };
		expect((await refusalOf(lab.as.keys.test(unknown))).code).toBe("NOT_FOUND");
		expect((await refusalOf(lab.as.keys.test({ ...unknown, providerType: "openai", apiKey: canary }))).code).toBe(
			"NOT_FOUND",
		);
		for (const input of [{ providerType: "cohere" as const }, { providerId: "cohere" }]) {
			expect(await refusalOf(lab.as.keys.test(input))).toMatchObject({
				code: "SERVICE_UNAVAILABLE",
				message: "There is no key for Cohere: an admin adds one under Providers.",
			});
		}
		expect((await refusalOf(lab.as.keys.test({ providerId: "sandbox" }))).code).toBe("SERVICE_UNAVAILABLE");
	});
});

it("deleting refuses an id that nothing has, a type without a saved key, and two ways of saying it", async () => {
	for (const input of [{ providerId: "no-such-id" }, { providerType: "groq" as const }, { providerId: "sandbox" }]) {
		expect((await refusalOf(lab.as.keys.delete(input))).code).toBe("NOT_FOUND");
	}
	for (const input of [{}, { providerId: "a", providerType: "openai" as const }]) {
		expect((await refusalOf(lab.as.keys.delete(input))).fields).toContain("providerId");
	}
});
