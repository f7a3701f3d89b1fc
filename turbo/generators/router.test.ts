import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const limit = 300_000;

const written = [
	"packages/api/src/field-notes",
	"apps/admin/src/features/field-notes",
	"packages/db/src/schema/field-notes.ts",
];
const wired = [
	"packages/api/src/root.ts",
	"packages/api/src/schemas.ts",
	"apps/admin/src/app/features.ts",
	"packages/db/src/schema/index.ts",
	"packages/api/src/access/matrix.test.ts",
];

let copy: string;
beforeAll(async () => {
	copy = await copyProject();
	await expectPass("npm", "run", "gen", "router", "field-notes");
}, limit);
afterAll(() => rm(copy, { recursive: true, force: true }));

/** The project's sources in a directory of their own, over the same installed packages. */
async function copyProject(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "llm-hub-gen-"));
	const left = new Set(["node_modules", ".git", ".turbo", ".data", "dist", "docs", "test-results", "coverage"]);
	await cp(root, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
	await cp(join(root, "packages/db/dist"), join(folder, "packages/db/dist"), { recursive: true });
	await mkdir(join(folder, "node_modules/@llm-hub"), { recursive: true });
	for (const name of await readdir(join(root, "node_modules"))) {
		if (name === "@llm-hub" || name === ".vite") continue;
		await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
	}
	for (const name of await readdir(join(root, "node_modules/@llm-hub"))) {
		const link = join("node_modules/@llm-hub", name);
		await symlink(await readlink(join(root, link)), join(folder, link));
	}
	for (const group of ["apps", "packages", "tooling"]) {
		for (const name of await readdir(join(root, group))) {
			const own = join(group, name, "node_modules");
			await symlink(join(root, own), join(folder, own)).catch(() => {});
		}
	}
	return folder;
}

function run(program: string, ...args: string[]): Promise<{ code: number; output: string }> {
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$)/.test(name)));
	return new Promise((resolve) => {
		const child = execFile(program, args, { cwd: copy, env, maxBuffer: 1e8 }, (_error, stdout, stderr) => {
			resolve({ code: child.exitCode ?? 1, output: stdout + stderr });
		});
		child.stdin?.end();
	});
}

async function expectPass(program: string, ...args: string[]): Promise<void> {
	const { code, output } = await run(program, ...args);
	expect(code, output).toBe(0);
}

const read = (path: string) => readFile(join(copy, path), "utf8");

test("wires the domain, its forms, its page and its table", async () => {
	expect(await read("packages/api/src/root.ts")).toContain("\tfieldNotes: fieldNotesRouter,\n");
	expect(await read("packages/api/src/schemas.ts")).toContain('export * from "./field-notes/schema.ts";\n');
	expect(await read("apps/admin/src/app/features.ts")).toMatch(/features: Feature\[\] = \[[^\]]+,\s+fieldNotes,?\s*\]/);
	expect(await read("packages/db/src/schema/index.ts")).toContain('export * from "./field-notes.ts";\n');
});

test("writes code that is formatted, type-checks and passes its own test", { timeout: limit }, async () => {
	await expectPass("npx", "biome", "ci", ...written, ...wired);
	await expectPass("npx", "tsc", "-p", "packages/api");
	await expectPass("npx", "tsc", "-p", "apps/admin");
	await expectPass("npx", "vitest", "run", "--project", "api", "src/field-notes", "src/access/matrix.test.ts");
});

test("refuses a name that is taken or is not a name, and changes nothing", { timeout: limit }, async () => {
	const before = await read("packages/api/src/root.ts");
	expect(await run("npm", "run", "gen", "router", "field-notes")).toMatchObject({
		code: 1,
		output: expect.stringContaining("is there already"),
	});
	expect(await run("npm", "run", "gen", "router", "Field_Notes")).toMatchObject({
		code: 1,
		output: expect.stringContaining("kebab-case"),
	});
	expect(await read("packages/api/src/root.ts")).toBe(before);
});
