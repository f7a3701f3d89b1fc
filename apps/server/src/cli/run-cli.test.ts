import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDb } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEnv } from "../env.ts";
import { createLog } from "../log.ts";
import { startServer } from "../start.ts";
import { runCli } from "./run-cli.ts";

let dir: string;
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), "hub-cli-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const [oldKey, newKey] = [1, 2].map((id) => `k${id}:${randomBytes(32).toString("base64")}`);
const secret = "sk-test-planted-for-the-command-line";
const envWith = (variables: Record<string, string> = {}) =>
	parseEnv({ PORT: "0", DATA_DIR: join(dir, "data"), ENCRYPTION_KEYS: `${newKey},${oldKey}`, ...variables });

/** Runs a command line as a person would; what it printed and noted together. */
async function run(line: string, { env = envWith(), input = "", signal = new AbortController().signal } = {}) {
	let output = "";
	const write = (text: string) => {
		output += `${text}\n`;
	};
	const io = { readInput: async () => input, print: write, note: write, signal };
	const code = await runCli(line.split(" ").filter(Boolean), io, () => env);
	expect(output).not.toContain(secret);
	return { code, output };
}

/** Two saved keys, or the file with them, as the replaced system's table exports them. */
async function fernetExport(): Promise<{ keyFile: string; keys: string }> {
	const key = randomBytes(32);
	const token = (text: string) => {
		const iv = randomBytes(16);
		const cipher = createCipheriv("aes-128-cbc", key.subarray(16), iv);
		const signed = Buffer.concat([Buffer.of(0x80), Buffer.alloc(8), iv, cipher.update(text), cipher.final()]);
		return Buffer.concat([signed, createHmac("sha256", key.subarray(0, 16)).update(signed).digest()]).toString(
			"base64url",
		);
	};
	const keyFile = join(dir, "fernet.key");
	await writeFile(keyFile, `${key.toString("base64url")}\n`);
	const keys = ["groq", "mistral"].map((type) => ({ provider_type: type, encrypted_api_key: token(secret) }));
	return { keyFile, keys: JSON.stringify(keys) };
}

describe("llm-hub", () => {
	it.each([
		"",
		"keys",
		"keys rotate",
		"audit",
		"keys reencrypt now",
		"keys reencrypt --force",
		"audit verify --dry-run",
		"keys import",
		"keys import --fernet-key-file",
		"keys import --fernet-key-file f one two",
		"--fernet-key-file f audit verify",
	])("does not understand %j, changes nothing and says what there is", async (line) => {
		const { code, output } = await run(line);
		expect(code).toBe(2);
		expect(output).toContain("keys reencrypt [--dry-run]");
		expect(existsSync(join(dir, "data"))).toBe(false);
	});

	it("helps", async () => {
		for (const line of ["help", "--help", "keys reencrypt -h"]) {
			expect(await run(line)).toMatchObject({ code: 0, output: expect.stringContaining("audit verify") });
		}
	});

	it("leaves no empty database in the wrong directory", async () => {
		const { code, output } = await run("audit verify", { env: envWith({ DATA_DIR: join(dir, "elsewhere") }) });
		expect(code).toBe(1);
		expect(output).toMatch(/There is no database in .*elsewhere\. Set DATA_DIR or DATABASE_URL/);
		expect(existsSync(join(dir, "elsewhere"))).toBe(false);
	});
});

describe("llm-hub on the data of a server", () => {
	beforeAll(async () => {
		const variables = { ADMIN_EMAIL: "ana@example.com", ADMIN_PASSWORD: "a long enough passphrase" };
		const env = envWith({ ENCRYPTION_KEYS: oldKey ?? "", ...variables });
		const server = await startServer(env, createLog("silent"), { pagesDir: "no-pages", clock: false });
		const refused = await run("keys reencrypt", { env });
		expect(refused.code).toBe(1);
		expect(refused.output).toMatch(
			/A server has the data directory .* open\. Stop it first, or use the button under Providers/,
		);
		expect((await run("audit verify", { env })).output).toContain("or use the button under Audit");
		await server.close();
	});

	it("imports, all or nothing", async () => {
		const { keyFile, keys } = await fernetExport();
		const line = `keys import --fernet-key-file ${keyFile}`;
		const env = envWith({ ENCRYPTION_KEYS: oldKey ?? "" });
		const broken = await run(line, { env, input: `${keys.slice(0, -1)},{}]` });
		expect(broken).toMatchObject({ code: 1, output: expect.stringMatching(/Nothing was imported:\n {2}entry 3: /) });
		expect(await run(line, { env, input: keys })).toMatchObject({
			code: 0,
			output: "2 keys imported.\n  groq: Groq\n  mistral: Mistral AI\n",
		});
		const file = join(dir, "keys.json");
		await writeFile(file, keys);
		expect((await run(`${line} ${file}`, { env })).output).toMatch(/^0 keys imported\.\n2 keys left alone/);
	});

	it("says what is wrong with the files it is given", async () => {
		const bad = join(dir, "bad.key");
		await writeFile(bad, secret);
		expect((await run(`keys import --fernet-key-file ${bad}`)).output).toMatch(/Line 1 of .* is not a Fernet key/);
		const none = await run(`keys import --fernet-key-file ${join(dir, "none.key")}`);
		expect(none).toMatchObject({ code: 1, output: expect.stringContaining("cannot be read (ENOENT)") });
	});

	it("re-encrypts: tried first, stopped, and then done, so that the old key may go", async () => {
		// Two saved keys, and the key of the audit.
		const tried = await run("keys reencrypt --dry-run");
		expect(tried).toMatchObject({
			code: 0,
			output: expect.stringContaining("3 secrets would be wrapped with the key k2."),
		});
		const stopped = await run("keys reencrypt", { signal: AbortSignal.abort() });
		expect(stopped).toMatchObject({ code: 130, output: expect.stringContaining("goes on from there") });
		const done = await run("keys reencrypt");
		expect(done).toMatchObject({ code: 0, output: expect.stringContaining("3 secrets wrapped with the key k2.") });
		expect(done.output).toContain("the others may leave ENCRYPTION_KEYS");
		const alone = await run("keys reencrypt", { env: envWith({ ENCRYPTION_KEYS: newKey ?? "" }) });
		expect(alone).toMatchObject({ code: 0, output: "0 of 0 secrets\n0 secrets wrapped with the key k2.\n" });
		const lost = await run("keys reencrypt", { env: envWith({ ENCRYPTION_KEYS: oldKey ?? "" }) });
		expect(lost.code).toBe(1);
		expect(lost.output).toContain("3 secrets cannot be read: the key k2 is missing. Put it into ENCRYPTION_KEYS.");
	});

	it("proves that runs and ledger are even, and names a counter that is not", async () => {
		const even = { code: 0, output: "0 runs of the ledger compared: runs, ledger and counters say the same.\n" };
		expect(await run("access reconcile")).toEqual(even);
		{
			await using opened = await openDb({ dataDir: join(dir, "data") });
			await opened.db.execute(
				"insert into usage_counters (scope, subject, rule, period, requests) values ('user', 'somebody', '', '2026-11', 3)",
			);
		}
		const { code, output } = await run("access reconcile");
		expect(code).toBe(1);
		expect(output).toMatch(/^Counter user somebody 2026-11: counted 3\b.*, the entries say /);
		expect(output).toContain("1 difference between runs, ledger and counters.");
	});

	it("verifies the audit of all that, and names an event that was tampered with", async () => {
		const whole = await run("audit verify");
		expect(whole).toMatchObject({
			code: 0,
			output: expect.stringMatching(/^\d+ events checked: all as they were written\.\n/),
		});
		{
			await using opened = await openDb({ dataDir: join(dir, "data") });
			await opened.db.execute("update audit_events set actor_email = 'somebody@else.example' where seq = 2");
		}
		const tampered = await run("audit verify");
		expect(tampered.code).toBe(1);
		expect(tampered.output).toBe("Event 2 was changed after it was written, or made up.\nThe audit is not whole.\n");
	});
});
