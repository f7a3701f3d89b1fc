import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../test/server.ts";
import { sseData } from "../../test/sse.ts";

const base = "/api/v1/llm/test";
const png = Buffer.from("\x89PNG\r\n\x1a\n and the rest of a picture", "latin1").toString("base64");
const image = (url: string) => ({ type: "image_url", image_url: { url } });
const tool = { type: "function", function: { name: "weather", parameters: { type: "object" } } };
const place = { name: "place", schema: { type: "object", properties: { city: { type: "string" } } } };

let server: TestServer;
let token: string;
beforeAll(async () => {
	server = await startTestServer();
	token = (await server.signIn("user")).token;
});
afterAll(() => server.close());
afterEach(() => server.sandbox.reset());

const ask = (content: unknown, more: object = {}) => ({
	model_id: "custom/environment/sandbox-writer",
	messages: [{ role: "user", content }],
	stream: false,
	...more,
});
const post = (body: unknown) => server.call("POST", base, { token, body });

it("takes OpenAI's names, sends them on, answers with the tool call, and shows all of it in the history", async () => {
	server.sandbox.script({ kind: "chat", toolCall: { name: "weather", arguments: { city: "Paris" } } });
	const parts = [image(`data:image/png;base64,${png}`), { type: "text", text: "Where is this?" }];
	const parameters = {
		stop: "END",
		seed: 7,
		reasoning_effort: "low",
		response_format: { type: "json_schema", json_schema: place },
		tools: [tool],
	};
	const { status, json } = await post(ask(parts, parameters));
	expect([status, json.finish_reason]).toEqual([200, "tool_calls"]);
	expect(json.tool_calls).toEqual([
		{ id: expect.any(String), type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } },
	]);
	const sent = server.sandbox.calls.find(({ kind }) => kind === "chat")?.body;
	expect(sent).toMatchObject({
		...parameters,
		stop: ["END"],
		messages: [{ content: [{ type: "text", text: "Where is this?" }, image(`data:image/png;base64,${png}`)] }],
	});
	const { tests } = (await server.call("GET", `${base}/history`, { token })).json;
	expect(tests[0]).toMatchObject({
		prompt: "Where is this?",
		messages: [{ images: [{ media_type: "image/png" }] }],
		tool_calls: json.tool_calls,
		parameters: { temperature: 0.7, ...parameters, stop: ["END"] },
	});
	expect(JSON.stringify(tests)).not.toContain(png);
});

it("streams a tool call as an event of its own", async () => {
	server.sandbox.script({ kind: "chat", toolCall: { name: "weather", arguments: {} } });
	const response = await fetch(server.url + base, {
		method: "POST",
		headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
		body: JSON.stringify({ ...ask("Weather?", { tools: [tool] }), stream: true }),
	});
	const events = [];
	for await (const event of sseData(response)) events.push(event);
	expect(events[0]).toMatchObject({ content: "", tool_calls: [{ function: { name: "weather", arguments: "{}" } }] });
});

it.each([
	["an address", ask([image("http://169.254.169.254/latest/meta-data")]), "messages.0.content.0.image_url.url"],
	[
		"a text that calls itself a picture",
		ask([image(`data:image/png;base64,${btoa("GIF? no, text.")}`)]),
		"messages.0.content.0.image_url.url",
	],
	["a tool twice", ask("x", { tools: [tool, tool] }), "tools"],
	["an unknown format", ask("x", { response_format: { type: "yaml" } }), "response_format.type"],
	[
		"a schema of no type",
		ask("x", { response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "text" } } } }),
		"response_format.json_schema.schema.type",
	],
	["a cap without a price", ask("x", { cost_cap_usd: 0.01 }), "cost_cap_usd"],
	["an effort nobody knows", ask("x", { reasoning_effort: "extreme" }), "reasoning_effort"],
])("answers 422 at the field for %s", async (_, body, path) => {
	const { status, json } = await post(body);
	expect([status, json.issues?.[0]?.path.startsWith(path)]).toEqual([422, true]);
	expect(server.sandbox.calls).toEqual([]);
});

it("reads bodies with images of several megabytes, and no others", async () => {
	const large = Buffer.concat([Buffer.from(png, "base64"), Buffer.alloc(3_000_000)]).toString("base64");
	const { status } = await post(ask([image(`data:image/png;base64,${large}`)]));
	expect(status).toBe(200);
	expect((await post(ask("x".repeat(17_000_000)))).status).toBe(413);
	const login = await server.call("POST", "/api/v1/auth/login", {
		body: { email: "a@b.c", password: "x".repeat(2e6) },
	});
	expect(login.status).toBe(413);
});
