import type { ChatRequest, Message } from "@llm-hub/providers";
import { bytesIn } from "./image-kind.ts";
import type { MessageInput, Parameters, StartRunInput } from "./request-schema.ts";
import type { KeptMessage } from "./schema.ts";
import { storableJson, storableText } from "./storable.ts";

/** The input as the database can keep it; images are base64 and need no look at each of their characters. */
export function storableInput({ messages, parameters, templateId }: StartRunInput) {
	return {
		templateId: templateId === undefined ? null : storableText(templateId),
		messages: messages.map(({ images, ...message }) => ({ ...storableJson(message), ...(images && { images }) })),
		parameters: storableJson(parameters),
	};
}

/** The messages as a run keeps them: of images what they are, their bytes are kept apart. */
export const keptMessagesOf = (messages: readonly MessageInput[]): KeptMessage[] =>
	messages.map(({ images, ...message }) =>
		images?.length
			? { ...message, images: images.map(({ mediaType, base64 }) => ({ mediaType, bytes: bytesIn(base64) })) }
			: message,
	);

type Asked = Pick<MessageInput, "role" | "content"> & {
	images?: readonly { mediaType: string; base64?: string }[] | undefined;
};

/** A message in the providers' words: its text, then its images. Of a kept one the images count and say nothing. */
function chatMessageOf({ role, content, images }: Asked): Message {
	if (role !== "user" || !images?.length) return { role, content };
	const text = content === "" ? [] : [{ type: "text" as const, text: content }];
	const parts = images.map(({ mediaType, base64 = "" }) => ({ type: "image" as const, mediaType, base64 }));
	return { role, content: [...text, ...parts] };
}

/** The one call that a run makes. */
export function chatRequestOf(model: string, messages: readonly Asked[], parameters: Parameters): ChatRequest {
	const { temperature, maxTokens, topP, stop, seed, reasoningEffort, jsonSchema, tools } = parameters;
	return {
		model,
		messages: messages.map(chatMessageOf),
		stream: true,
		temperature,
		maxTokens,
		topP,
		...(stop?.length && { stop }),
		...(seed !== undefined && { seed }),
		...(reasoningEffort && { reasoningEffort }),
		...(jsonSchema && { jsonSchema }),
		...(tools?.length && {
			tools: tools.map(({ description, ...tool }) => ({ ...tool, ...(description && { description }) })),
		}),
	};
}
