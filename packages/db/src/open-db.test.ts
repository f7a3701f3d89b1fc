import { spawn } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { DataDirInUseError, openDb, schema } from "./index.ts";
import { openTestDb } from "./test-database.ts";

const directories: string[] = [];
const newDir = () => {
	const dir = mkdtempSync(join(tmpdir(), "llm-hub-db-"));
	directories.push(dir);
	return dir;
};
afterEach(() => {
	for (const dir of directories.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const newUser = (id: string) => ({
	id,
	email: `${id}@example.com`,
	name: id,
	role: "user" as const,
	tierCode: "trial",
});

describe("the embedded database", () => {
	it("keeps what was written, in a directory that only its owner can open", async () => {
		const dataDir = join(newDir(), "data");
		{
			await using first = await openDb({ dataDir });
			await first.db.insert(schema.users).values(newUser("ana"));
			expect(statSync(dataDir).mode & 0o777).toBe(0o700);
		}
		await using second = await openDb({ dataDir });
		expect(await second.db.select({ id: schema.users.id }).from(schema.users)).toEqual([{ id: "ana" }]);
		await second.ping();
	});

	it("refuses a second opening of the same directory with a message that says what to do", async () => {
		const dataDir = newDir();
		await using _first = await openDb({ dataDir });
		await expect(openDb({ dataDir })).rejects.toThrow(DataDirInUseError);
		await expect(openDb({ dataDir })).rejects.toThrow(/Stop that process, or set DATA_DIR/);
	});

	it("takes over the lock of a process that is gone", async () => {
		const dataDir = newDir();
		const dead = spawn(process.execPath, ["-e", ""]);
		await once(dead, "exit");
		writeFileSync(join(dataDir, "llm-hub.lock"), JSON.stringify({ pid: dead.pid, started: "1" }));
		await using opened = await openDb({ dataDir });
		await opened.ping();
	});

	it.runIf(process.platform === "linux")("takes it over from one that was killed and nobody has reaped", async () => {
		const dataDir = newDir();
		using parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
		const [said] = (await once(parent.stdout, "data")) as [Buffer];
		const pid = Number(said);
		await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /);
		writeFileSync(join(dataDir, "llm-hub.lock"), JSON.stringify({ pid, started: null }));
		await using opened = await openDb({ dataDir });
		await opened.ping();
	});

	it("says which directory cannot be written", async () => {
		const dataDir = newDir();
		const file = join(dataDir, "a-file");
		writeFileSync(file, "");
		await expect(openDb({ dataDir: join(file, "data") })).rejects.toThrow(/cannot be written .* set DATA_DIR/);
		if (process.getuid?.() !== 0) {
			chmodSync(dataDir, 0o500);
			await expect(openDb({ dataDir })).rejects.toThrow(/cannot be written/);
		}
	});

	it("begins anew where a first start was cut short, and not over files that it does not know", async () => {
		const dataDir = newDir();
		const postgres = join(dataDir, "postgres");
		mkdirSync(postgres);
		writeFileSync(join(postgres, "kept"), "a file");
		await expect(openDb({ dataDir })).rejects.toThrow(/PG_VERSION is missing.*move it away/);
		renameSync(postgres, `${postgres}.new`);
		await using opened = await openDb({ dataDir });
		await opened.ping();
		expect(existsSync(`${postgres}.new`)).toBe(false);
		expect(existsSync(join(postgres, "kept"))).toBe(false);
	});

	it("works where the path is too long for a unix socket", async () => {
		const dataDir = join(newDir(), "d".repeat(100));
		await using opened = await openDb({ dataDir });
		await opened.ping();
		expect(existsSync(join(dataDir, "postgres", "PG_VERSION"))).toBe(true);
	});

	it("keeps every acknowledged row when its process is killed", async () => {
		const dataDir = newDir();
		const script = fileURLToPath(new URL("./test/write-until-killed.ts", import.meta.url));
		const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		const exited = once(child, "exit");
		let acknowledged = 0;
		for await (const chunk of child.stdout) {
			acknowledged += String(chunk).split("\n").length - 1;
			if (acknowledged >= 50) child.kill("SIGKILL");
		}
		await exited;
		await using opened = await openDb({ dataDir });
		const rows = await opened.db.select({ id: schema.users.id }).from(schema.users);
		expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
	});
});

describe("a test database", () => {
	it("is migrated, empty and not shared", async () => {
		await using one = await openTestDb();
		await using other = await openTestDb();
		await one.db.insert(schema.users).values(newUser("only-here"));
		expect(await other.db.$count(schema.users)).toBe(0);
		expect(await one.db.$count(schema.users)).toBe(1);
	});

	it("serves many connections while a transaction is open elsewhere, without mixing their answers", async () => {
		await using opened = await openTestDb();
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, i) =>
				opened.db.transaction(async (tx) => {
					const [row] = await tx.execute<{ n: number }>(sql`select ${i}::int as n`);
					return row?.n;
				}),
			),
		);
		expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => i));
	});
});

if (process.env.TEST_DATABASE_URL) {
	it("migrates an external PostgreSQL once when several servers start at the same moment", async () => {
		await using first = await openTestDb();
		const [row] = await first.db.execute<{ name: string }>(sql`select current_database() as name`);
		const url = new URL(process.env.TEST_DATABASE_URL ?? "");
		url.pathname = `/${row?.name}`;
		await first.db.execute(sql`drop schema public cascade; create schema public; drop schema drizzle cascade`);
		const servers = await Promise.all([1, 2, 3, 4].map(() => openDb({ url: url.href })));
		const [applied] = await first.db.execute<{ n: number }>(
			sql`select count(distinct hash)::int as n, count(*)::int as total from drizzle.__drizzle_migrations`,
		);
		expect(applied).toEqual({ n: applied?.n, total: applied?.n });
		await Promise.all(servers.map((server) => server.close()));
	});
}
