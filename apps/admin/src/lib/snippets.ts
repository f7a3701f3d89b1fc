import type { Parameters, ProviderType, RequestParameter } from "@llm-hub/api/schemas";
import { jsLiteral, pythonLiteral } from "./snippet-text.ts";

/** What is to be asked in code. Of images their kind is enough: their bytes do not belong into code. */
export interface SnippetRequest {
	modelId: string;
	messages: readonly {
		role: "system" | "user" | "assistant";
		content: string;
		images?: readonly { mediaType: string }[] | undefined;
	}[];
	parameters: Parameters;
}

interface SnippetContext {
	/** Where LLM Hub is, such as `https://hub.example.com`. */
	origin: string;
	/** What the model does not take (`testing.supports`): left out of calls that do not go through LLM Hub. */
	unsent?: readonly RequestParameter[] | undefined;
}

export interface Snippet {
	kind: "curl" | "typescript" | "python" | "client";
	label: string;
	/** For highlighting. */
	language: "bash" | "typescript" | "python";
	code: string;
	/** What the code needs, and what it does not do. */
	notes: string[];
}

/** The variable that holds an API token of LLM Hub. */
const tokenVariable = "LLM_HUB_TOKEN";

/** Where each provider itself speaks OpenAI's chat API, and the variable that holds its key; `null` is known to its operator. */
const openAiDoors: Record<ProviderType, { baseUrl: string | null; keyVariable: string }> = {
	openrouter: { baseUrl: "https://openrouter.ai/api/v1", keyVariable: "OPENROUTER_API_KEY" },
	openai: { baseUrl: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY" },
	anthropic: { baseUrl: "https://api.anthropic.com/v1/", keyVariable: "ANTHROPIC_API_KEY" },
	google: { baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai/", keyVariable: "GOOGLE_API_KEY" },
	cohere: { baseUrl: "https://api.cohere.ai/compatibility/v1", keyVariable: "COHERE_API_KEY" },
	groq: { baseUrl: "https://api.groq.com/openai/v1", keyVariable: "GROQ_API_KEY" },
	together: { baseUrl: "https://api.together.xyz/v1", keyVariable: "TOGETHER_API_KEY" },
	mistral: { baseUrl: "https://api.mistral.ai/v1", keyVariable: "MISTRAL_API_KEY" },
	custom: { baseUrl: null, keyVariable: "CUSTOM_API_KEY" },
};

const isProvider = (name: string): name is ProviderType => name in openAiDoors;

/**
 * A request as code: curl against our REST door, the OpenAI SDK in TypeScript and Python against the provider's own
 * OpenAI-compatible door, and our typed client. No key is part of it: each names the variable that holds one.
 */
export function snippetsOf(request: SnippetRequest, context: SnippetContext): Snippet[] {
	return [curl(request, context), ...openAiSdk(request, context), client(request, context)];
}

/** A messages' content as OpenAI writes it; our REST door takes the same. */
function contentOf({ content, images = [] }: SnippetRequest["messages"][number]) {
	if (images.length === 0) return content;
	const text = content === "" ? [] : [{ type: "text", text: content }];
	const urls = images.map(({ mediaType }) => `data:${mediaType};base64,${imagePlace}`);
	return [...text, ...urls.map((url) => ({ type: "image_url", image_url: { url } }))];
}

const imagePlace = "YOUR_IMAGE_AS_BASE64";
const imageNotes = ({ messages }: SnippetRequest): string[] =>
	messages.some(({ images }) => images?.length) ? [`Put your image where it says ${imagePlace}.`] : [];

const wireMessages = ({ messages }: SnippetRequest) =>
	messages.map((message) => ({ role: message.role, content: contentOf(message) }));

const formatOf = ({ jsonSchema }: Parameters) => jsonSchema && { type: "json_schema", json_schema: jsonSchema };
const toolsOf = ({ tools }: Parameters) => tools?.map((tool) => ({ type: "function", function: tool }));

function curl(request: SnippetRequest, { origin }: SnippetContext): Snippet {
	const { parameters } = request;
	const body = {
		model_id: request.modelId,
		messages: wireMessages(request),
		temperature: parameters.temperature,
		max_tokens: parameters.maxTokens,
		top_p: parameters.topP,
		stop: parameters.stop,
		seed: parameters.seed,
		reasoning_effort: parameters.reasoningEffort,
		response_format: formatOf(parameters),
		tools: toolsOf(parameters),
		cost_cap_usd: parameters.costCapUsd,
		stream: true,
	};
	const code = `curl -N ${origin}/api/v1/llm/test \\
  -H "authorization: Bearer $${tokenVariable}" \\
  -H "content-type: application/json" \\
  --data-binary @- <<'JSON'
${JSON.stringify(body, null, 2)}
JSON
`;
	const notes = [
		`${tokenVariable} holds an API token of yours with the scope lab:run. The run counts and is kept as one made here.`,
		...imageNotes(request),
	];
	return { kind: "curl", label: "curl", language: "bash", code, notes };
}

function openAiSdk(request: SnippetRequest, { unsent = [] }: SnippetContext): Snippet[] {
	const [provider = "", ...rest] = request.modelId.split("/");
	// The built-in Sandbox has no address of its own.
	if (!isProvider(provider) || (provider === "custom" && rest[0] === "sandbox")) return [];
	const { baseUrl, keyVariable } = openAiDoors[provider];
	// `custom/<endpoint>/<model>`: the endpoint's name is ours.
	const model = (provider === "custom" && rest.length > 1 ? rest.slice(1) : rest).join("/");
	const sent = <Value>(parameter: RequestParameter, value: Value) => (unsent.includes(parameter) ? undefined : value);
	const { parameters } = request;
	const limit = provider === "openai" || provider === "groq" ? "max_completion_tokens" : "max_tokens";
	const body = {
		model,
		messages: wireMessages(request),
		temperature: sent("temperature", parameters.temperature),
		[limit]: parameters.maxTokens,
		top_p: sent("topP", parameters.topP),
		stop: sent("stop", parameters.stop),
		seed: provider === "mistral" ? undefined : sent("seed", parameters.seed),
		reasoning_effort: sent("reasoningEffort", parameters.reasoningEffort),
		response_format: sent("jsonSchema", formatOf(parameters)),
		tools: sent("tools", toolsOf(parameters)),
		stream: true,
	};
	const notes = [
		`Calls the provider itself: ${keyVariable} holds your own key${baseUrl === null ? " and CUSTOM_BASE_URL its address" : ""}. LLM Hub neither sees nor counts such a call.`,
		...(provider === "mistral" && parameters.seed !== undefined
			? ["The seed is left out: Mistral has a name of its own for it."]
			: []),
		...(parameters.costCapUsd ? ["The cost cap is left out: only LLM Hub keeps it."] : []),
		...imageNotes(request),
	];
	return [
		{
			kind: "typescript",
			label: "OpenAI SDK, TypeScript",
			language: "typescript",
			code: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${baseUrl === null ? "process.env.CUSTOM_BASE_URL" : JSON.stringify(baseUrl)},
  apiKey: process.env.${keyVariable},
});
const stream = await client.chat.completions.create(${jsLiteral(body)});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}
`,
			notes,
		},
		{
			kind: "python",
			label: "OpenAI SDK, Python",
			language: "python",
			code: `import os

from openai import OpenAI

client = OpenAI(
    base_url=${baseUrl === null ? 'os.environ["CUSTOM_BASE_URL"]' : JSON.stringify(baseUrl)},
    api_key=os.environ["${keyVariable}"],
)
stream = client.chat.completions.create(
${Object.entries(body)
	.filter(([, value]) => value !== undefined)
	.map(([name, value]) => `    ${name}=${pythonLiteral(value, "    ")},\n`)
	.join("")})
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
`,
			notes,
		},
	];
}

function client(request: SnippetRequest, { origin }: SnippetContext): Snippet {
	const { modelId, parameters } = request;
	const messages = request.messages.map(({ role, content, images = [] }) => ({
		role,
		content,
		...(images.length > 0 && { images: images.map(({ mediaType }) => ({ mediaType, base64: imagePlace })) }),
	}));
	const code = `import { setTimeout } from "node:timers/promises";
import type { AppRouter } from "@llm-hub/api/types";
import { createTRPCClient, httpLink } from "@trpc/client";

const hub = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: ${JSON.stringify(`${origin}/trpc`)},
      headers: { authorization: \`Bearer \${process.env.${tokenVariable}}\` },
    }),
  ],
});
const { runId } = await hub.testing.start.mutate(${jsLiteral({ modelId, messages, parameters })});
let run = await hub.testing.byId.query({ runId });
while (run.status === "started") {
  await setTimeout(500);
  run = await hub.testing.byId.query({ runId });
}
console.log(run.response, { costUsd: run.costUsd, costState: run.costState });
`;
	const notes = [
		`${tokenVariable} holds an API token of yours with the scope lab:run. The run goes on if this program stops: it asks again by the run's id.`,
		"The types come from the package @llm-hub/api of LLM Hub's repository; on npm is only @trpc/client.",
		...imageNotes(request),
	];
	return { kind: "client", label: "LLM Hub client, TypeScript", language: "typescript", code, notes };
}
