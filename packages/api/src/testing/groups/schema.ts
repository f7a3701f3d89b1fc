import { z } from "zod";
import { startRunInput } from "../request-schema.ts";
import { keptMessage, keptParameters, mostRunsAtOnce } from "../schema.ts";

const groupId = z.uuid();
const { modelId } = startRunInput.shape;
const position = z
	.number()
	.int()
	.min(0)
	.max(mostRunsAtOnce - 1);
const runId = z.string().max(64);

export const groupIdInput = z.strictObject({ groupId });

/** A group's id is chosen by the caller: whoever is not sure that the start arrived sends it again, and it starts once. */
export const startGroupInput = startRunInput.omit({ modelId: true }).extend({
	groupId,
	modelIds: z
		.array(modelId)
		.min(1, "Pick a model to run on.")
		.max(mostRunsAtOnce, `At most ${mostRunsAtOnce} models at once.`)
		.refine((ids) => new Set(ids).size === ids.length, { message: "Each model once." }),
	/** Hides whose answer is whose until the vote. */
	blind: z.boolean().default(false),
});
export type StartGroupInput = z.infer<typeof startGroupInput>;

/** `replaces` is the run that stands there now (null for a refusal): of two that ask at once, one starts a run. */
export const rerunMemberInput = startRunInput
	.omit({ modelId: true })
	.extend({ groupId, position, replaces: runId.nullable() });
export type RerunMemberInput = z.infer<typeof rerunMemberInput>;

/** Why a run did not begin; nothing was spent. */
export const refusal = z.object({
	kind: z.enum(["no_key", "not_allowed", "disabled", "unknown_model", "limit", "interrupted", "other"]),
	message: z.string(),
	/** When a limit gives way. */
	retryAt: z.iso.datetime().nullable(),
});
export type Refusal = z.infer<typeof refusal>;

export const groupMember = z.object({
	position,
	/** Null while the group is blind. */
	modelId: z.string().nullable(),
	/** Null where there is none: it was refused, or is being started. */
	runId: runId.nullable(),
	refusal: refusal.nullable(),
});
export type GroupMember = z.infer<typeof groupMember>;

export const verdicts = ["best", "tie", "all_bad", "skipped"] as const;

export const groupOutput = z.object({
	groupId,
	startedAt: z.date(),
	isBlind: z.boolean(),
	/** Whose answer is whose may be shown. */
	isRevealed: z.boolean(),
	vote: z.object({ verdict: z.enum(verdicts), winnerModelId: z.string().nullable() }).nullable(),
	members: z.array(groupMember),
	/** What was asked; null when no run began, or its text was deleted. */
	asked: z
		.object({
			messages: z.array(keptMessage),
			parameters: keptParameters,
			templateId: z.string().nullable(),
		})
		.nullable(),
});
export type GroupOutput = z.infer<typeof groupOutput>;
