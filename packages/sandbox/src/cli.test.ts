import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readOptions } from "./cli-options.ts";
import { createSandbox } from "./index.ts";

describe("readOptions", () => {
	it("reads every option and has defaults", () => {
		expect(readOptions([])).toMatchObject({ port: 9099, host: "127.0.0.1" });
		expect(readOptions(["--port", "0", "--pace", "60", "--ttft", "5", "--replay", "x"])).toMatchObject({
			port: 0,
			tokensPerSecond: 60,
			ttftMs: 5,
			replay: { directory: "x" },
		});
		expect(readOptions(["--help"])).toBeNull();
	});

	it("names every bad option at once", () => {
		expect(() => readOptions(["--port", "70000", "--pace", "fast"])).toThrow(
			"--port must be at most 65535; --pace must be a whole number",
		);
		expect(() => readOptions(["--prot", "1"])).toThrow(/--prot/);
	});
});

describe("the command", () => {
	const start = (...args: string[]) =>
		spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("cli.ts", import.meta.url)), ...args]);

	it("prints base URLs that answer, and stops on SIGTERM", async () => {
		const child = start("--port", "0");
		let printed = "";
		for await (const bytes of child.stdout) {
			printed += bytes;
			if (printed.includes("accepted")) break;
		}
		const base = /custom\s+(\S+)/.exec(printed)?.[1];
		expect((await fetch(`${base}/models`)).status).toBe(200);
		child.kill("SIGTERM");
		expect(await once(child, "exit")).toEqual([0, null]);
	});

	it("says in one line why it cannot start", async () => {
		await using sandbox = await createSandbox();
		const child = start("--port", new URL(sandbox.url).port);
		let complaint = "";
		for await (const bytes of child.stderr) complaint += bytes;
		expect(complaint.trim().split("\n")).toEqual([expect.stringMatching(/EADDRINUSE/)]);
		expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(1);
	});
});
