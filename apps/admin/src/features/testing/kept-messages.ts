import type { KeptMessage, MessageInput } from "@llm-hub/api/schemas";
import type { trpc } from "@/lib/trpc.ts";

interface Kept {
	runId: string;
	messages: KeptMessage[];
}

/** The messages of an earlier run as they can be sent again: its images are fetched, where it has some. */
export async function sendableMessages(
	utils: ReturnType<typeof trpc.useUtils>,
	{ runId, messages }: Kept,
): Promise<MessageInput[]> {
	const hasImages = messages.some(({ images }) => images?.length);
	const kept = hasImages ? (await utils.testing.images.fetch({ runId })).images : [];
	return messages.map(({ role, content }, place) => {
		const images = kept.flatMap(({ message, ...image }) => (message === place ? [image] : []));
		return { role, content, ...(images.length > 0 && { images }) };
	});
}
