import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openDb } from "@llm-hub/db";
import { afterAll, expect, it } from "vitest";
import { verifyAudit } from "../audit/verify.ts";
import { createKeyring } from "./keyring.ts";
import { readSealedKeys, saveSealedKeys } from "./test/sealed-keys.ts";

// A few by default; the whole proof is KILL_ROWS=10000 KILL_ROUNDS=50.
const rows = Number(process.env.KILL_ROWS ?? 300);
const rounds = Number(process.env.KILL_ROUNDS ?? 2);

const dataDir = mkdtempSync(join(tmpdir(), "llm-hub-reencrypt-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const oldKey = { id: "old", key: randomBytes(32) };
const newKey = { id: "new", key: randomBytes(32) };

interface Found {
	total: number;
	right: number;
	under: Record<string, number>;
}

/** Re-encrypts in a process of its own, which is killed after that many batches. Returns what it found and how it ended. */
async function reencryptUntil(killAfter: number): Promise<{ found: Found | null; result: unknown }> {
	const script = fileURLToPath(new URL("./test/reencrypt-until-killed.ts", import.meta.url));
	const keys = [newKey, oldKey].map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",");
	const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, keys], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const exited = once(child, "exit");
	let found: Found | null = null;
	let result: unknown = null;
	let batches = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		const event = JSON.parse(line);
		if (event.type === "found") found = event;
		else if (event.type === "result") result = event;
		else if (batches++ >= killAfter) child.kill("SIGKILL");
	}
	await exited;
	return { found, result };
}

it("leaves every secret readable wherever it is killed, and goes on from there", async () => {
	{
		await using opened = await openDb({ dataDir });
		await saveSealedKeys(opened.db, createKeyring([oldKey]), rows);
	}
	let wrapped = 0;
	for (let round = 0; round < rounds; round++) {
		const batchesLeft = Math.floor((rows - wrapped) / 10);
		const { found } = await reencryptUntil(Math.floor(Math.random() * Math.max(1, batchesLeft / 2)));
		expect(found).toMatchObject({ total: rows, right: rows });
		expect(found?.under.new ?? 0).toBeGreaterThanOrEqual(wrapped);
		wrapped = found?.under.new ?? 0;
	}
	const { found, result } = await reencryptUntil(Number.POSITIVE_INFINITY);
	expect(found).toMatchObject({ total: rows, right: rows });
	expect(found?.under.new).toBeGreaterThan(0);
	expect(result).toMatchObject({ type: "result", remaining: 0, unreadable: [] });
	await using opened = await openDb({ dataDir });
	const onlyNew = createKeyring([newKey]);
	expect(await readSealedKeys(opened.db, onlyNew)).toEqual({ total: rows, right: rows, under: { new: rows } });
	expect(await verifyAudit({ db: opened.db, keyring: onlyNew })).toMatchObject({ ok: true });
}, 600_000);
