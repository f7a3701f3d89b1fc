import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { ImportRefusedError, importFernet } from "./import-fernet.ts";
import { decryptFernet, type FernetKey, parseFernetKey } from "./import-fernet-token.ts";
import { openSavedKey } from "./saved-keys.ts";

const keyBytes = randomBytes(32);
const key = parseFernetKey(keyBytes.toString("base64url")) as FernetKey;

/** A token as the replaced system's library makes it, written from the specification. */
function fernet(plaintext: string | Buffer, { signing, encryption } = key): string {
	const iv = randomBytes(16);
	const cipher = createCipheriv("aes-128-cbc", encryption, iv);
	const time = Buffer.alloc(8);
	time.writeBigUInt64BE(1_500_000_000n);
	const signed = Buffer.concat([Buffer.of(0x80), time, iv, cipher.update(plaintext), cipher.final()]);
	const token = Buffer.concat([signed, createHmac("sha256", signing).update(signed).digest()]);
	return token.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

describe("decryptFernet", () => {
	it("decrypts what was encrypted, of any length, padded or not", () => {
		for (const text of ["", "x", "sixteen bytes ok", "ключ", "y".repeat(1000)]) {
			const token = fernet(text);
			expect(decryptFernet(token, [key])).toEqual({ plaintext: text });
			expect(decryptFernet(token.replace(/=+$/, ""), [key])).toEqual({ plaintext: text });
		}
	});

	it("agrees with tokens of other implementations", () => {
		const vectors = [
			{
				secret: "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
				token:
					"gAAAAABZaC8AyMnKy8zNzs_Q0dLT1NXW19rzbQWMdvIUCcRmiBLGgJcLc6itHD35GdeyXJoHPcBZbfGvjBRZIvutG0L9H5hMhu1v1lx7eucpGRmkzibpIXE=",
				src: "a text of more than one block",
			},
		];
		// The specification's own vector, where it is at hand.
		const folder = process.env.ORACLE_DIR;
		if (folder) vectors.push(JSON.parse(readFileSync(join(folder, "fernet-vector.json"), "utf8")));
		for (const { secret, token, src } of vectors) {
			expect(decryptFernet(token, [parseFernetKey(secret) as FernetKey])).toEqual({ plaintext: src });
		}
	});

	it("tries every key", () => {
		const other = parseFernetKey(randomBytes(32).toString("base64url")) as FernetKey;
		expect(decryptFernet(fernet("text"), [other, key])).toEqual({ plaintext: "text" });
		expect(decryptFernet(fernet("text"), [other])).toEqual({ problem: "wrong key" });
		expect(decryptFernet(fernet("text"), [])).toEqual({ problem: "wrong key" });
	});

	it("refuses a token of which any bit is another, or that is cut", () => {
		const bytes = Buffer.from(fernet("text"), "base64url");
		for (let at = 0; at < bytes.length; at++) {
			for (let bit = 0; bit < 8; bit++) {
				const flipped = Buffer.from(bytes);
				flipped[at] = flipped[at]! ^ (1 << bit);
				expect(decryptFernet(flipped.toString("base64url"), [key])).toHaveProperty("problem");
			}
			expect(decryptFernet(bytes.subarray(0, at).toString("base64url"), [key])).toHaveProperty("problem");
		}
	});

	it.each(["", "no token", "gAAAAA", "☃", `${fernet("x")}!`])("refuses %j", (token) => {
		expect(decryptFernet(token, [key])).toEqual({ problem: "malformed" });
	});

	it("refuses bytes that are no text", () => {
		expect(decryptFernet(fernet(Buffer.of(0xff, 0xfe)), [key])).toEqual({ problem: "malformed" });
	});

	it.each(["", "short", randomBytes(31).toString("base64url"), randomBytes(33).toString("base64url"), "!".repeat(44)])(
		"does not take %j for a key",
		(text) => expect(parseFernetKey(text)).toBeNull(),
	);
});

describe("importFernet", () => {
	const secret = "sk-test-of-the-replaced-system";
	let api: TestApi;
	let ctx: Context;
	beforeAll(async () => {
		api = await createTestApi();
		ctx = {
			...{ db: api.db, services: api.services, actor: { kind: "system", reason: "cli" } },
			...{ requestId: "cli", address: "cli", userAgent: null, setSessionCookie: () => {} },
		};
	});
	beforeEach(async () => {
		await api.db.delete(schema.llmProviders);
	});
	afterAll(() => api.close());

	const run = (text: string, fernetKeys = [key]) => importFernet(ctx, { text, fernetKeys });
	const entries = [
		{ id: 7, provider_type: "openai", encrypted_api_key: fernet(secret), created_at: "2024-01-01" },
		{ provider_type: "openai", name: "Second", encrypted_api_key: fernet(`${secret}-2`), config: {} },
		{
			...{ provider_type: "custom", name: "GPU", encrypted_api_key: fernet(`${secret}-3`) },
			config: { base_url: "https://gpu.example.com/v1/" },
		},
	];

	it.each([
		["a JSON array", JSON.stringify(entries, null, 2)],
		["JSON lines", `${entries.map((entry) => JSON.stringify(entry)).join("\n\n")}\n`],
	])("saves what %s holds, sealed under the keyring", async (_, text) => {
		const report = await run(text);
		expect(report.imported).toEqual([
			{ providerType: "openai", name: "OpenAI" },
			{ providerType: "openai", name: "Second" },
			{ providerType: "custom", name: "GPU" },
		]);
		const rows = await api.db.select().from(schema.llmProviders).orderBy(schema.llmProviders.encryptedSecret);
		expect(rows.map((row) => openSavedKey(api, row)).sort()).toEqual([secret, `${secret}-2`, `${secret}-3`]);
		expect(rows.find(({ name }) => name === "GPU")?.baseUrl).toBe("https://gpu.example.com/v1");
		expect(JSON.stringify(rows) + api.logLines.join()).not.toContain(secret);
	});

	it("tells the audit of the import and of each key", async () => {
		await run(JSON.stringify(entries));
		const { events } = await api.as(await api.createUser("admin")).audit.list({ limit: 4 });
		expect(events.map(({ action }) => action)).toEqual(["keys.import", "keys.save", "keys.save", "keys.save"]);
		expect(events[0]).toMatchObject({ actor: { kind: "system", id: "cli" }, after: { imported: 3, skipped: 0 } });
		expect(JSON.stringify(events)).not.toContain(secret);
	});

	it("leaves what is saved already as it is, so that it may be repeated", async () => {
		const admin = api.as(await api.createUser("admin"));
		await admin.keys.save({ providerType: "openai", name: "Second", apiKey: "sk-test-newer", test: false });
		expect((await run(JSON.stringify(entries))).skipped).toEqual([{ providerType: "openai", name: "Second" }]);
		const rows = await api.db.select().from(schema.llmProviders);
		const second = rows.find(({ name }) => name === "Second");
		expect(second && openSavedKey(api, second)).toBe("sk-test-newer");
		expect(await run(JSON.stringify(entries))).toMatchObject({ imported: [], skipped: { length: 3 } });
	});

	it("names everything that is wrong, and then saves nothing", async () => {
		const other = parseFernetKey(randomBytes(32).toString("base64url")) as FernetKey;
		const bad = [
			entries[0],
			{ provider_type: "nobody", encrypted_api_key: fernet(secret) },
			{ provider_type: "groq", encrypted_api_key: fernet(secret, other) },
			{ provider_type: "groq", encrypted_api_key: "plain" },
			{ provider_type: "groq", encrypted_api_key: fernet(`${secret} `) },
			{ provider_type: "groq", encrypted_api_key: fernet(secret), config: { base_url: "https://evil.example" } },
			{ provider_type: "custom", encrypted_api_key: fernet(secret) },
			{ provider_type: "groq" },
			entries[0],
			[],
		];
		const refused = await run(JSON.stringify(bad)).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(ImportRefusedError);
		const { problems, message } = refused as ImportRefusedError;
		const told = [
			/entry 2: provider_type: must be one of openrouter/,
			/entry 3: .*not encrypted with a given Fernet key/,
			/entry 4: .*not a Fernet token/,
			/entry 5: .*space or a line break/,
			/entry 6: only a custom endpoint/,
			/entry 7: base_url/,
			/entry 8: encrypted_api_key: must be a Fernet token/,
			/entry 9: openai "OpenAI" stands twice/,
			/entry 10: must be an object/,
		];
		for (const pattern of told) expect(problems.join("\n")).toMatch(pattern);
		expect(message).toMatch(/^Nothing was imported/);
		expect(message).not.toContain(secret);
		expect(await api.db.$count(schema.llmProviders)).toBe(0);
	});

	it("saves nothing when one of them cannot be saved", async () => {
		const twins = ["GPU 1", "gpu-1"].map((name) => ({ ...entries[2], name }));
		await expect(run(JSON.stringify([entries[0], ...twins]))).rejects.toThrow(/"gpu-1": another key is saved/);
		expect(await api.db.$count(schema.llmProviders)).toBe(0);
	});

	it.each(["", "  \n", "[", '{"a":', `[${"{".repeat(3)}`, "sk-test-of-the-replaced-system"])(
		"refuses %j and repeats nothing of it",
		async (text) => {
			const refused = await run(text).catch((error: unknown) => error);
			expect(refused).toBeInstanceOf(ImportRefusedError);
			expect(String(refused)).not.toContain(secret);
		},
	);
});
