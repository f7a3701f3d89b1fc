import {
	type HistoryEntry,
	imageInput,
	imageTypes,
	jsonSchema,
	type MessageInput,
	mostImages,
	parametersSchema,
} from "@llm-hub/api/schemas";
import type { RouterInputs } from "@llm-hub/api/types";
import { z } from "zod";

/** The input's paths in the procedure, by the names of this door. */
export const runFields = {
	modelId: "model_id",
	templateId: "template_id",
	"parameters.temperature": "temperature",
	"parameters.maxTokens": "max_tokens",
	"parameters.topP": "top_p",
	"parameters.stop": "stop",
	"parameters.seed": "seed",
	"parameters.reasoningEffort": "reasoning_effort",
	"parameters.tools": "tools",
	"parameters.costCapUsd": "cost_cap_usd",
};

const { stop, seed, reasoningEffort, jsonSchema: format, tools, costCapUsd } = parametersSchema.shape;
const content = z.string().max(800_000);
const dataUrl = /^data:(image\/[a-z]+);base64,(.*)$/s;

const imageUrl = z
	.string()
	.regex(/^data:image\/(png|jpeg|webp|gif);base64,/, {
		message: `Must be a data URL of ${imageTypes.join(", ")}: no address is fetched.`,
	})
	// The procedure says the same, and of fields that nobody sent here.
	.superRefine((url, context) => {
		if (!dataUrl.test(url)) return;
		for (const { message } of imageInput.safeParse(toImage(url)).error?.issues ?? [])
			context.addIssue({ code: "custom", message });
	})
	.describe("A data URL with base64");
const contentPart = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("text"), text: content }),
	z.strictObject({
		type: z.literal("image_url"),
		image_url: z.strictObject({ url: imageUrl, detail: z.string().optional().describe("Taken and not sent on") }),
	}),
]);
const message = z.discriminatedUnion("role", [
	z.strictObject({
		role: z.literal("user"),
		content: z
			.union([content, z.array(contentPart).min(1).max(100)])
			.describe(`Text, or parts: the text is sent first, then at most ${mostImages} images, in their order.`),
	}),
	z.strictObject({ role: z.literal("system"), content }),
	z.strictObject({ role: z.literal("assistant"), content }),
]);

const responseFormat = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("text") }),
	z.strictObject({
		type: z.literal("json_schema"),
		json_schema: z.strictObject({
			name: format.unwrap().shape.name,
			schema: jsonSchema,
			strict: z.boolean().optional().describe("Taken and not sent on: strict where the schema allows it"),
		}),
	}),
]);
const tool = z.strictObject({ type: z.literal("function"), function: tools.unwrap().element });

export const runBody = z.strictObject({
	model_id: z.string().min(3).max(300).describe("`<provider>/<upstream model>`"),
	messages: z.array(message).min(1).max(500),
	temperature: z.number().min(0).max(2).default(0.7),
	max_tokens: z.number().int().min(1).max(1_000_000).default(1000),
	top_p: z.number().min(0).max(1).default(1),
	stream: z.boolean().default(true),
	template_id: z.string().max(100).optional(),
	stop: z.union([z.string().min(1).max(200), stop.unwrap()]).optional(),
	seed,
	reasoning_effort: reasoningEffort,
	response_format: responseFormat.optional(),
	tools: z.array(tool).max(32).optional().describe("Declared to the model; its calls are shown, never executed."),
	cost_cap_usd: z
		.union([
			z
				.number()
				.positive()
				.transform((usd) => toDecimal(usd)),
			costCapUsd.unwrap(),
		])
		.optional()
		.describe(
			"The run may not cost more: refused with 422 where the prompt alone would, its max_tokens lowered to what is left, and cut with finish_reason cost_cap where a provider sends more.",
		),
});
type RunBody = z.infer<typeof runBody>;

/** Without an exponent, which a small number would be written with. */
const toDecimal = (usd: number): string => usd.toFixed(12).replace(/\.?0+$/, "");

function toMessage({ role, content }: RunBody["messages"][number]): MessageInput {
	if (typeof content === "string") return { role, content };
	const texts = content.flatMap((part) => (part.type === "text" ? [part.text] : []));
	const images = content.flatMap((part) => (part.type === "image_url" ? [toImage(part.image_url.url)] : []));
	return { role, content: texts.join("\n\n"), ...(images.length > 0 && { images }) };
}

function toImage(url: string): NonNullable<MessageInput["images"]>[number] {
	const [, mediaType = "", base64 = ""] = dataUrl.exec(url) ?? [];
	return { mediaType: mediaType as (typeof imageTypes)[number], base64 };
}

/** The body in the procedure's words. */
export function toStart(body: RunBody): RouterInputs["testing"]["start"] {
	const { stop, seed, response_format: format, tools, cost_cap_usd: costCapUsd } = body;
	return {
		modelId: body.model_id,
		messages: body.messages.map(toMessage),
		parameters: {
			temperature: body.temperature,
			maxTokens: body.max_tokens,
			topP: body.top_p,
			stop: typeof stop === "string" ? [stop] : stop,
			seed,
			reasoningEffort: body.reasoning_effort,
			jsonSchema:
				format?.type === "json_schema"
					? { name: format.json_schema.name, schema: format.json_schema.schema }
					: undefined,
			tools: tools?.map((tool) => tool.function),
			costCapUsd,
		},
		templateId: body.template_id,
	};
}

/** Parameters as they were sent, under the names that this door takes them by. */
export const parametersShape = z
	.object({ temperature: z.number(), max_tokens: z.number(), top_p: z.number() })
	.loose()
	.describe("As they were sent, under the names of the request.");

/** Parameters under the names that this door takes them by. */
export function toParameters(parameters: HistoryEntry["parameters"]): z.infer<typeof parametersShape> {
	const { temperature, maxTokens, topP, stop, seed, reasoningEffort, jsonSchema, tools, costCapUsd } = parameters;
	return {
		temperature,
		max_tokens: maxTokens,
		top_p: topP,
		stop,
		seed,
		reasoning_effort: reasoningEffort,
		response_format: jsonSchema && { type: "json_schema", json_schema: jsonSchema },
		tools: tools?.map((tool) => ({ type: "function", function: tool })),
		cost_cap_usd: costCapUsd && Number(costCapUsd),
	};
}
