import { z } from "zod";
import { bytesIn, imageKindOf, imageTypes, largestImage, largestImages, mostImages } from "./image-kind.ts";
import { jsonSchema } from "./json-schema-shape.ts";

/** Bounds that every door shares. */
export const longestPrompt = 800_000;
export const modelId = z.string().min(3).max(300);

export const messageRoles = ["system", "user", "assistant"] as const;
export const content = z.string().max(longestPrompt, "A message may have at most 800,000 characters.");

/** An image travels with its message: no address of one is ever taken, so that no provider fetches for us. */
export const imageInput = z
	.strictObject({
		mediaType: z.enum(imageTypes, "Must be a PNG, JPEG, WebP or GIF image."),
		base64: z.base64("Must be base64."),
	})
	.superRefine(({ mediaType, base64 }, context) => {
		const kind = imageKindOf(base64);
		if (kind === null) context.addIssue("This is not a PNG, JPEG, WebP or GIF image.");
		else if (kind !== mediaType) context.addIssue(`This is ${kind}, not ${mediaType}.`);
		if (bytesIn(base64) > largestImage) context.addIssue("An image may have at most 5 MB.");
	});
export type ImageInput = z.infer<typeof imageInput>;

export const messageSchema = z
	.strictObject({
		role: z.enum(messageRoles),
		content,
		/** Sent after the text, in this order. */
		images: z.array(imageInput).optional(),
	})
	.refine(({ role, images }) => role === "user" || !images?.length, {
		message: "Only a user message can hold images.",
		path: ["images"],
	});
export type MessageInput = z.infer<typeof messageSchema>;

export const messagesInput = z
	.array(messageSchema)
	.min(1, "Write a message first.")
	.max(500)
	.refine(
		(messages) =>
			messages.some(({ role, content, images }) => role === "user" && (content.trim() !== "" || images?.length)),
		{ message: "At least one user message must have text." },
	)
	.superRefine((messages, context) => {
		const images = messages.flatMap((message) => message.images ?? []);
		if (images.length > mostImages) context.addIssue(`A run may have at most ${mostImages} images.`);
		const bytes = images.reduce((sum, { base64 }) => sum + bytesIn(base64), 0);
		if (bytes > largestImages) context.addIssue("The images of a run may have at most 10 MB together.");
	});

const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "A name has 1 to 64 letters, digits, underscores and hyphens.");

/** A tool is declared and its call is shown; nothing is ever executed. */
export const toolInput = z.strictObject({
	name,
	description: z.string().max(10_000).optional(),
	/** JSON Schema of its arguments. */
	parameters: jsonSchema,
});

export const reasoningEfforts = ["minimal", "low", "medium", "high"] as const;

/** Decimal USD, above 0. */
const capUsd = z
	.string()
	.regex(/^\d{1,6}(\.\d{1,12})?$/, "Must be an amount in USD, such as 0.05.")
	.refine((usd) => /[1-9]/.test(usd), "Must be above 0.");

export const parametersSchema = z.strictObject({
	temperature: z.number().min(0).max(2).default(0.7),
	maxTokens: z.number().int().min(1).max(1_000_000).default(1000),
	topP: z.number().min(0).max(1).default(1),
	/** The answer ends before any of these. */
	stop: z
		.array(z.string().min(1).max(200, "A stop sequence has at most 200 characters."))
		.max(4, "At most 4 stop sequences.")
		.optional(),
	seed: z.number().int().min(0).max(2_147_483_647).optional(),
	reasoningEffort: z.enum(reasoningEfforts).optional(),
	/** The answer shall be JSON of this schema. */
	jsonSchema: z.strictObject({ name: name.default("answer"), schema: jsonSchema }).optional(),
	tools: z
		.array(toolInput)
		.max(32, "At most 32 tools.")
		.refine((tools) => new Set(tools.map((tool) => tool.name)).size === tools.length, "Each tool's name once.")
		.optional(),
	/** The run may not cost more. It is refused where that cannot be kept, and cut where it would be passed. */
	costCapUsd: capUsd.optional(),
});
export type Parameters = z.infer<typeof parametersSchema>;

export const startRunInput = z.strictObject({
	modelId,
	messages: messagesInput,
	parameters: parametersSchema.default({ temperature: 0.7, maxTokens: 1000, topP: 1 }),
	templateId: z.string().max(100).optional(),
});
export type StartRunInput = z.infer<typeof startRunInput>;

/** As a run starts, but while it is written: messages may be empty, and of images only their number is said. */
export const estimateInput = z.strictObject({
	modelIds: z.array(modelId).min(1).max(8),
	messages: z
		.array(
			z.strictObject({
				role: z.enum(messageRoles),
				content,
				images: z.number().int().min(0).max(mostImages).default(0),
			}),
		)
		.max(500),
	parameters: parametersSchema,
});
export type EstimateInput = z.infer<typeof estimateInput>;
