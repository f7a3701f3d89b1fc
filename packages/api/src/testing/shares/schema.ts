import { z } from "zod";
import { groupMember, groupOutput } from "../groups/schema.ts";
import { runDetail } from "../schema.ts";

/** One of the two: a run, or a group with all that stand in it. */
export const shareTarget = z
	.strictObject({ runId: z.string().min(1).max(64).optional(), groupId: z.uuid().optional() })
	.refine(({ runId, groupId }) => (runId === undefined) !== (groupId === undefined), "Name a run or a group.");
export type ShareTarget = z.infer<typeof shareTarget>;

export const shareIdInput = z.strictObject({ shareId: z.uuid() });

export const shareOutput = z.object({ shareId: z.string(), createdAt: z.date() });
export const shareStateOutput = z.object({ share: shareOutput.nullable() });

/** A test as its link shows it. */
export const sharedTestOutput = z.object({
	owner: z.object({ name: z.string(), email: z.string() }),
	isOwn: z.boolean(),
	sharedAt: z.date(),
	startedAt: z.date(),
	asked: groupOutput.shape.asked.unwrap(),
	members: z.array(
		groupMember.omit({ modelId: true }).extend({
			modelId: z.string(),
			/** Null where it never began, or its text was deleted. */
			run: runDetail.nullable(),
		}),
	),
});
export type SharedTest = z.infer<typeof sharedTestOutput>;
