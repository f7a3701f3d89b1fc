import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { providerTypes } from "@llm-hub/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Snippet, type SnippetRequest, snippetsOf } from "./snippets.ts";

const run = promisify(execFile);
const origin = "https://hub.example.com";
const nasty = [
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it shall stay as it is in every language.
	'It\'s "quoted", a `tick`, ${HOME}, $(echo no) and \\n as two characters',
	"\nJSON\n'''\n\"\"\"\n*/ </script>",
	"tab\there, null\u0000, line\u2028separator, é, 😀, half \ud83d",
].join("\n");

const request: SnippetRequest = {
	modelId: "openai/gpt-x",
	messages: [
		{ role: "system", content: nasty },
		{ role: "user", content: "What is this?", images: [{ mediaType: "image/png" }] },
	],
	parameters: {
		temperature: 0.25,
		maxTokens: 64,
		topP: 1,
		stop: ["'END'\n"],
		seed: 7,
		reasoningEffort: "low",
		jsonSchema: {
			name: "answer",
			schema: { type: "object", properties: JSON.parse('{"__proto__":{"enum":[null,true,false,1e-9]},"a-b":{}}') },
		},
		tools: [{ name: "look", description: nasty, parameters: { type: "object" } }],
		costCapUsd: "0.05",
	},
};
const image = { type: "image_url", image_url: { url: "data:image/png;base64,YOUR_IMAGE_AS_BASE64" } };
const messages = [
	{ role: "system", content: nasty },
	{ role: "user", content: [{ type: "text", text: "What is this?" }, image] },
];
const shared = {
	temperature: 0.25,
	top_p: 1,
	stop: ["'END'\n"],
	seed: 7,
	reasoning_effort: "low",
	response_format: { type: "json_schema", json_schema: request.parameters.jsonSchema },
	tools: [{ type: "function", function: request.parameters.tools![0] }],
	stream: true,
};

let dir: string;
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), "snippets-"));
});
afterAll(() => rm(dir, { recursive: true }));

const snippet = (kind: Snippet["kind"], of: SnippetRequest = request, unsent: "temperature"[] = []): Snippet => {
	const found = snippetsOf(of, { origin, unsent }).find((candidate) => candidate.kind === kind);
	if (!found) throw new Error(`There is no ${kind}.`);
	return found;
};
const env = { ...process.env, LLM_HUB_TOKEN: "sk-test-token", OPENAI_API_KEY: "sk-test-key" };
const json = async (name: string) => JSON.parse(await readFile(join(dir, name), "utf8")) as unknown;

/** Runs JavaScript with what it imports replaced; what that is called with goes to a file. */
async function runModule(code: string, name: string, stubs: string) {
	const out = JSON.stringify(join(dir, name));
	const body = code.replaceAll(/^import .*\n/gm, "").replace("<AppRouter>", "");
	const keep = `import { writeFileSync } from "node:fs"; const keep = (value) => writeFileSync(${out}, JSON.stringify(value));`;
	const file = join(dir, `${name}.mjs`);
	await writeFile(file, `${keep}\n${stubs}\n${body}`);
	return (await run("node", [file], { env })).stdout;
}

describe("a request as code", () => {
	it("runs in a shell as one curl call whose body is the request", async () => {
		const out = join(dir, "curl.json");
		const stub = `curl() { printf '%s\\n' "$@" > "${out}.args"; cat > "${out}"; }`;
		await run("bash", ["-euc", `${stub}\n${snippet("curl").code}`], { env });
		expect(await json("curl.json")).toEqual({
			model_id: "openai/gpt-x",
			messages,
			max_tokens: 64,
			cost_cap_usd: "0.05",
			...shared,
		});
		const args = (await readFile(`${out}.args`, "utf8")).split("\n");
		expect(args).toContain(`${origin}/api/v1/llm/test`);
		expect(args).toContain("authorization: Bearer sk-test-token");
	});

	const openAi = { model: "gpt-x", messages, max_completion_tokens: 64, ...shared };

	it("runs as TypeScript with the OpenAI SDK", async () => {
		const stub = `class OpenAI {
			constructor(options) { this.options = options; }
			chat = { completions: { create: async (body) => {
				keep({ options: this.options, body });
				return [{ choices: [{ delta: { content: "ans" } }] }, { choices: [] }, { choices: [{ delta: { content: "wer" } }] }];
			} } };
		}`;
		expect(await runModule(snippet("typescript").code, "openai", stub)).toBe("answer");
		expect(await json("openai")).toEqual({
			options: { baseURL: "https://api.openai.com/v1", apiKey: "sk-test-key" },
			body: openAi,
		});
	});

	it("runs as Python with the OpenAI SDK", async () => {
		const stub = `
import json, sys, types
class Piece:
    def __init__(self, **fields): self.__dict__.update(fields)
class OpenAI:
    def __init__(self, **options):
        self.options = options
        self.chat = Piece(completions=self)
    def create(self, **body):
        with open(sys.argv[1], "w") as out: json.dump({"options": self.options, "body": body}, out)
        texts = ["ans", None, "wer"]
        return [Piece(choices=[])] + [Piece(choices=[Piece(delta=Piece(content=text))]) for text in texts]
sys.modules["openai"] = types.SimpleNamespace(OpenAI=OpenAI)
`;
		const file = join(dir, "openai.py");
		await writeFile(file, `${stub}\n${snippet("python").code}`);
		const { stdout } = await run("python3", [file, join(dir, "python.json")], { env });
		expect(stdout).toBe("answer");
		expect(await json("python.json")).toEqual({
			options: { base_url: "https://api.openai.com/v1", api_key: "sk-test-key" },
			body: openAi,
		});
	});

	it("runs with our client, which asks until the run has ended", async () => {
		const stub = `import { setTimeout } from "node:timers/promises";
		const httpLink = (options) => options;
		let asked = 0;
		const createTRPCClient = ({ links }) => ({ testing: {
			start: { mutate: async (input) => { keep({ links, input }); return { runId: "r1" }; } },
			byId: { query: async ({ runId }) => ({ status: asked++ === 0 ? "started" : "success", response: runId }) },
		} });`;
		expect(await runModule(snippet("client").code, "client", stub)).toMatch(/^r1 /);
		const [system, user] = request.messages;
		expect(await json("client")).toEqual({
			links: [{ url: `${origin}/trpc`, headers: { authorization: "Bearer sk-test-token" } }],
			input: {
				modelId: "openai/gpt-x",
				messages: [system, { ...user, images: [{ mediaType: "image/png", base64: "YOUR_IMAGE_AS_BASE64" }] }],
				parameters: request.parameters,
			},
		});
	});

	it("leaves out what the model does not take, and says what a provider's own door does not do", () => {
		expect(snippet("python", request, ["temperature"]).code).not.toMatch(/temperature/);
		expect(snippet("curl", request, ["temperature"]).code).toMatch(/temperature/);
		expect(snippet("python").notes.join(" ")).toMatch(/OPENAI_API_KEY.*cost cap is left out/);
	});

	it.each(providerTypes.map((provider) => [provider]))("reaches a model of %s at an address of its own", (provider) => {
		const of = { ...request, modelId: `${provider}/maker/model:free` };
		const { code } = snippet("typescript", of);
		expect(code).toContain(provider === "custom" ? 'model: "model:free"' : 'model: "maker/model:free"');
		expect(code).toMatch(provider === "custom" ? /process\.env\.CUSTOM_BASE_URL/ : /baseURL: "https:\/\//);
	});

	it("promises no SDK where none reaches: the Sandbox runs inside", () => {
		const kinds = snippetsOf({ ...request, modelId: "custom/sandbox/fast" }, { origin }).map(({ kind }) => kind);
		expect(kinds).toEqual(["curl", "client"]);
	});
});
