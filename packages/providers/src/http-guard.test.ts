import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { createUpstream, readText } from "./http.ts";
import { serve } from "./test/serve.ts";
import type { Target } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

const authorized = { method: "GET", path: "/x", headers: { authorization: "Bearer sk-test-1" } } as const;
const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });
const publicTarget = (baseUrl: string): Target => ({ provider: "custom", baseUrl, secret: null, allowPrivate: false });

/** A resolver that gives these answers one after the other, the last one for ever. */
const answering = (...answers: LookupAddress[][]) => {
	const asked: string[] = [];
	const resolve = async (name: string) => {
		asked.push(name);
		return answers[Math.min(asked.length, answers.length) - 1] ?? [];
	};
	return { asked, resolve };
};

/** A listener that keeps every byte it is sent. */
const trap = async () => {
	const bytes: Buffer[] = [];
	let connections = 0;
	const server = createServer((socket) => {
		connections++;
		socket.on("error", () => {});
		socket.once("data", (chunk) => {
			bytes.push(chunk);
			socket.destroy();
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (typeof address !== "object" || !address) throw new Error("no port");
	return {
		port: address.port,
		bytes,
		connections: () => connections,
		[Symbol.asyncDispose]: async () => void server.close(),
	};
};

/** What helps against a private address, and against one that stays refused. */
const operator = /ALLOW_PRIVATE_UPSTREAMS=true, which LLM Hub's operator sets in its environment\.$/;
const baseUrl = /\. Check the base URL\.$/;

describe("the connect-time guard", () => {
	it.each([
		["loopback", [v4("127.0.0.1")], operator],
		["loopback over IPv6", [v6("::1")], operator],
		["an IPv4-mapped loopback", [v6("::ffff:127.0.0.1")], operator],
		["a public and a private answer", [v4("1.1.1.1"), v4("127.0.0.1")], operator],
		["a public A and a private AAAA answer", [v4("1.1.1.1"), v6("fd00::1")], operator],
		["the metadata service", [v4("169.254.169.254")], baseUrl],
		["a private answer and the metadata service", [v4("10.0.0.1"), v4("169.254.169.254")], baseUrl],
		["no answer at all", [], baseUrl],
	])("refuses a name with %s before anything is sent, and says what helps", async (_name, answers, advice) => {
		await using server = await trap();
		const upstream = createUpstream({ resolve: answering(answers).resolve });
		const sent = await upstream.send(publicTarget(`https://rebind.example:${server.port}/v1`), authorized);
		const message = expect.stringMatching(advice);
		expect(sent).toMatchObject({ ok: false, failure: { reason: "unreachable", retryable: false, message } });
		expect(JSON.stringify(sent)).not.toMatch(/rebind|sk-test|127\.0/);
		expect(server.connections()).toBe(0);
		await upstream.close();
	});

	const nameless = "The host name does not resolve. Check";
	it.each<[ProviderType, string, string]>([
		["custom", "https://nowhere.example/v1", `${nameless} the base URL.`],
		// Nobody chose it, so nobody can mend it.
		["openai", "https://api.openai.com/v1", `${nameless} the DNS and network of LLM Hub's server.`],
		["cohere", "https://api.cohere.com/v1", `${nameless} the DNS and network of LLM Hub's server.`],
		["openai", "https://nowhere.example/v1", `${nameless} OPENAI_BASE_URL in LLM Hub's environment.`],
	])("says who can mend an address of %s that does not resolve: %s", async (provider, baseUrl, message) => {
		const upstream = createUpstream({ resolve: answering([]).resolve });
		const sent = await upstream.send({ ...publicTarget(baseUrl), provider }, authorized);
		expect(sent).toEqual({ ok: false, failure: { reason: "unreachable", retryable: false, message } });
		await upstream.close();
	});

	it("refuses a name that turns private between two calls", async () => {
		await using server = await serve((_request, response) => {
			response.setHeader("connection", "close");
			response.end("ok");
		});
		// Loopback stands for the public answer here, so that a real server can give it.
		const { resolve, asked } = answering([v4("127.0.0.1")], [v4("10.0.0.1")]);
		const upstream = createUpstream({ resolve, permits: (address) => address === "127.0.0.1" });
		const target: Target = { ...publicTarget(`http://rebind.example:${server.port}/v1`), allowPrivate: true };
		const first = await upstream.send(target, authorized);
		if (first.ok) await readText(first.response);
		expect(first.ok).toBe(true);
		expect(await upstream.send(target, authorized)).toMatchObject({ ok: false, failure: { reason: "unreachable" } });
		expect(server.requests).toHaveLength(1);
		// One question a connection: the answer that was checked is the one that was connected to.
		expect(asked).toEqual(["rebind.example", "rebind.example"]);
		await upstream.close();
	});

	it("connects to the checked address and still speaks to the name: Host", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		const upstream = createUpstream({ resolve: answering([v4("127.0.0.1")]).resolve });
		const target: Target = { ...publicTarget(`http://models.example:${server.port}/v1`), allowPrivate: true };
		const sent = await upstream.send(target, authorized);
		if (sent.ok) await readText(sent.response);
		expect(server.requests[0]?.headers.host).toBe(`models.example:${server.port}`);
		await upstream.close();
	});

	it("connects to the checked address and still speaks to the name: SNI, and no key before TLS is up", async () => {
		await using server = await trap();
		const { resolve } = answering([v4("127.0.0.1")]);
		const upstream = createUpstream({ resolve, permits: (address) => address === "127.0.0.1" });
		const sent = await upstream.send(publicTarget(`https://models.example:${server.port}/v1`), authorized);
		expect(sent).toMatchObject({ ok: false, failure: { reason: "unreachable" } });
		const hello = Buffer.concat(server.bytes).toString("latin1");
		expect(hello).toContain("models.example");
		expect(hello).not.toContain("sk-test");
		await upstream.close();
	});

	it("refuses plain http and literal addresses for a target that may not reach private ones", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		const upstream = createUpstream();
		for (const baseUrl of [server.baseUrl, `https://127.0.0.1:${server.port}/v1`, `https://[::1]:${server.port}/v1`]) {
			expect(await upstream.send(publicTarget(baseUrl), authorized)).toMatchObject({ ok: false });
		}
		expect(server.sockets).toHaveLength(0);
		await upstream.close();
	});

	it("never lends a trusted target's connection to one that may not reach it", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		const upstream = createUpstream({ resolve: answering([v4("127.0.0.1")]).resolve });
		const baseUrl = `http://models.example:${server.port}/v1`;
		const trusted = await upstream.send({ ...publicTarget(baseUrl), allowPrivate: true }, authorized);
		if (trusted.ok) await readText(trusted.response);
		expect(await upstream.send(publicTarget(baseUrl), authorized)).toMatchObject({ ok: false });
		expect(server.requests).toHaveLength(1);
		await upstream.close();
	});
});

describe("redirects", () => {
	it.each(["http://169.254.169.254/latest/meta-data/", "/v1/x", "//other.example/"])(
		"stop at the first answer, whatever they point to: %s",
		async (location) => {
			await using server = await serve((_request, response) => response.writeHead(302, { location }).end());
			const upstream = createUpstream();
			const target: Target = { ...publicTarget(server.baseUrl), allowPrivate: true };
			const sent = await upstream.send(target, authorized);
			expect(sent).toMatchObject({ ok: false, failure: { reason: "bad_response", status: 302 } });
			expect(JSON.stringify(sent)).not.toContain(location);
			expect(server.requests).toHaveLength(1);
			await upstream.close();
		},
	);

	it("give host B no key at all", async () => {
		await using hostB = await serve((_request, response) => response.end("thanks"));
		await using hostA = await serve((_request, response) => {
			response.writeHead(307, { location: `${hostB.baseUrl}/collect` }).end();
		});
		const upstream = createUpstream();
		const target: Target = { ...publicTarget(hostA.baseUrl), allowPrivate: true };
		const headers = { authorization: "Bearer sk-test-1", "x-api-key": "sk-test-1", "x-goog-api-key": "sk-test-1" };
		await upstream.send(target, { method: "POST", path: "/chat", headers, json: { api_base: hostB.baseUrl } });
		expect(hostA.requests).toHaveLength(1);
		expect(hostB.sockets).toHaveLength(0);
		await upstream.close();
	});
});
