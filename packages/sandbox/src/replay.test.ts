import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHold, createReplay, createSandbox, type Exchange, providerNames } from "./index.ts";
import { chunkLengths } from "./test/http-chunks.ts";
import { ask } from "./test/wire-readers.ts";

let directory: string;

interface Recording {
	id: string;
	path: string;
	body: string;
	status?: number;
	model?: string;
	chunkBytes?: number[];
	headers?: Record<string, string>;
}

async function record({ id, path, body, status = 200, model, chunkBytes, headers = {} }: Recording): Promise<void> {
	const [provider = "", kind = "", name = ""] = id.split("/");
	await mkdir(join(directory, provider, kind), { recursive: true });
	const bodyFile = `${name}.${kind === "stream" ? "sse" : "json"}`;
	const request = { method: "POST", host: "api.example.com", path, query: null, body: { model } };
	const meta = { id, provider, kind, request, response: { status, headers, chunkBytes }, bodyFile };
	await writeFile(join(directory, provider, kind, bodyFile), body);
	await writeFile(join(directory, provider, kind, `${name}.meta.json`), JSON.stringify(meta));
}

const stream = `data: {"choices":[{"delta":{"content":"Grüße 🌍"}}]}\n\ndata: [DONE]\n\n`;
const length = Buffer.byteLength(stream);
/** Splits inside of the emoji. */
const chunkBytes = [5, 41, length - 46];

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), "sandbox-replay-"));
	await record({
		id: "openai/stream/greeting",
		path: "/v1/chat/completions",
		model: "gpt-recorded",
		body: stream,
		chunkBytes,
		headers: { "content-type": "text/event-stream", "x-request-id": "req_1", "transfer-encoding": "chunked" },
	});
	await record({
		id: "mistral/error/limited",
		path: "/v1/chat/completions",
		status: 429,
		body: `{"message":"slow down"}`,
		headers: { "retry-after": "9" },
	});
});
afterAll(() => rm(directory, { recursive: true }));

describe("replay", () => {
	it("serves a recording by its likeness, with its headers and exactly its writes", async () => {
		await using sandbox = await createSandbox({ replay: { directory } });
		const response = await ask(sandbox, "openai", { stream: true, model: "gpt-recorded" });
		expect([response.status, response.headers.get("x-request-id")]).toEqual([200, "req_1"]);
		expect(await response.text()).toBe(stream);
		expect(sandbox.calls[0]).toMatchObject({ chunksSent: 3, finished: true });
		const other = await ask(sandbox, "openai", { stream: true, model: "gpt-other" });
		expect(other.headers.get("x-request-id")).toBeNull();
	});

	it("keeps the boundaries of the recorded writes on the wire", async () => {
		await using sandbox = await createSandbox({ replay: { directory } });
		expect(await chunkLengths(`${sandbox.exchangeUrl("openai/stream/greeting")}/v1`)).toEqual(chunkBytes);
	});

	it("serves one by id: scripted, by header, and by base URL", async () => {
		const replay = await createReplay({ directory, ids: ["mistral/error/limited"] });
		await using sandbox = await createSandbox({ replay });
		sandbox.script({ replay: "mistral/error/limited" });
		const id = "mistral/error/limited";
		const answers = [
			await ask(sandbox, "mistral", { stream: true }),
			await fetch(`${sandbox.baseUrl("mistral")}/any`, { headers: { "x-sandbox-exchange": id } }),
			await fetch(`${sandbox.exchangeUrl(id)}/v1/chat/completions`, { method: "POST" }),
		];
		for (const answer of answers) {
			expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
				429,
				"9",
				`{"message":"slow down"}`,
			]);
		}
		expect(sandbox.calls.map((call) => call.provider)).toEqual(["mistral", "mistral", "mistral"]);
	});

	it("splits, cuts and holds a recording at its writes", async () => {
		await using sandbox = await createSandbox({ replay: { directory } });
		const id = "openai/stream/greeting";
		const hold = createHold();
		sandbox.script([
			{ replay: id, splitBytes: 20 },
			{ replay: id, cut: true, afterChunks: 2 },
			{ replay: id, hold, holdAfterChunks: 1 },
		]);
		const path = `${sandbox.baseUrl("openai")}/models`;
		expect(await chunkLengths(path)).toEqual([20, 20, 20, length - 60]);
		expect(await chunkLengths(path)).toEqual(chunkBytes.slice(0, 2));
		const held = await fetch(path);
		await hold.reached;
		expect(sandbox.calls.at(-1)?.chunksSent).toBe(1);
		hold.release();
		expect(await held.text()).toBe(stream);
	});

	it("says which recording is not there", async () => {
		await using sandbox = await createSandbox({ replay: { directory } });
		expect(() => sandbox.script({ replay: "openai/stream/nothing" })).toThrow(/No exchange openai\/stream\/nothing/);
		const response = await fetch(`${sandbox.exchangeUrl("openai/stream/nothing")}/x`);
		expect(response.status).toBe(404);
		expect(await response.text()).toContain("no recorded exchange openai/stream/nothing");
		await expect(createReplay({ directory, ids: ["a/b/c"] })).rejects.toThrow(/no exchange a\/b\/c/);
	});

	it("names the file that is not in the format, and keeps to its folder", async () => {
		const broken = await mkdtemp(join(tmpdir(), "sandbox-broken-"));
		await writeFile(join(broken, "x.meta.json"), `{"id":"a/b/x","provider":"nobody"}`);
		await expect(createReplay({ directory: broken })).rejects.toThrow(/x\.meta\.json does not describe/);
		const outside = { id: "a/b/x", provider: "openai", kind: "chat", response: { status: 200 }, bodyFile: "../y" };
		await writeFile(join(broken, "x.meta.json"), JSON.stringify(outside));
		await expect(createReplay({ directory: broken })).rejects.toThrow(/outside/);
		await rm(broken, { recursive: true });
	});
});

const recordings = process.env.WIRE_DIR;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Of each provider the first recording with known writes, and the first error. */
const someOf = (exchanges: readonly Exchange[]): Exchange[] =>
	providerNames.flatMap((provider) => {
		const own = exchanges.filter((exchange) => exchange.provider === provider);
		const chosen = [own.find((exchange) => exchange.chunkBytes), own.find((exchange) => exchange.kind === "error")];
		return chosen.filter((exchange) => exchange !== undefined);
	});

if (recordings) {
	it("serves real recordings byte for byte, in their own writes", async () => {
		const replay = await createReplay({ directory: recordings });
		await using sandbox = await createSandbox({ replay });
		const chosen = someOf(replay.exchanges);
		expect(chosen.length).toBeGreaterThan(0);
		for (const exchange of chosen) {
			const body = await readFile(exchange.bodyPath);
			const url = `${sandbox.exchangeUrl(exchange.id)}${exchange.path ?? "/"}`;
			const response = await fetch(url, { method: "POST" });
			const received = sha256(new Uint8Array(await response.arrayBuffer()));
			expect([exchange.id, response.status, received]).toEqual([exchange.id, exchange.status, sha256(body)]);
			expect(await chunkLengths(url)).toEqual(exchange.chunkBytes ?? [body.length]);
		}
	});
}
