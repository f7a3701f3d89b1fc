import { schema } from "@llm-hub/db";
import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { UserContext } from "../context.ts";
import type { ImageType } from "./image-kind.ts";
import { loadRun } from "./load-run.ts";
import type { MessageInput } from "./request-schema.ts";
import type { runImages } from "./schema.ts";

const { testRunImages } = schema;

/** The images of a run's messages as rows that stand beside its text. */
export const imageRowsOf = (messages: readonly MessageInput[]) =>
	messages.flatMap(({ images = [] }, message) =>
		images.map(({ mediaType, base64 }, position) => {
			return { message, position, mediaType, data: Buffer.from(base64, "base64") };
		}),
	);

/** The images of a run that the caller may see, in the order in which they were sent. @throws NotFoundError */
export async function loadImages(ctx: UserContext, { runId }: { runId: string }): Promise<z.infer<typeof runImages>> {
	await loadRun(ctx, runId);
	const rows = await ctx.db
		.select({ message: testRunImages.message, mediaType: testRunImages.mediaType, data: testRunImages.data })
		.from(testRunImages)
		.where(eq(testRunImages.runId, runId))
		.orderBy(asc(testRunImages.message), asc(testRunImages.position));
	const images = rows.map(({ message, mediaType, data }) => {
		return { message, mediaType: mediaType as ImageType, base64: data.toString("base64") };
	});
	return { images };
}
