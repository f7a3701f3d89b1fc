import { z } from "zod";
import { apiKeyField, providerIdField, testResultOutput } from "../schema.ts";

const version = z.number().int().min(1);
const count = z.number().int().nonnegative();

/** The longest time for which a former secret may be kept. */
export const longestGraceHours = 30 * 24;

export const rotationInput = z.strictObject({ providerId: providerIdField });
export type RotationInput = z.infer<typeof rotationInput>;

export const stageKeyInput = z.strictObject({ providerId: providerIdField, apiKey: apiKeyField });
export type StageKeyInput = z.infer<typeof stageKeyInput>;

/** `version` says what the caller looked at, so that two admins do not promote or destroy what they have not seen. */
export const keyVersionInput = z.strictObject({ providerId: providerIdField, version });
export type KeyVersionInput = z.infer<typeof keyVersionInput>;

export const promoteKeyInput = keyVersionInput.extend({
	/** Of 100 runs, how many the staged key pays for; absent is all of them: it takes the place of the key in use. */
	sharePercent: z
		.number("Enter a share from 1 to 99 %.")
		.int("Enter a whole share.")
		.min(1, "A share is at least 1 %.")
		.max(99, "A share is at most 99 %: promote the key instead.")
		.optional(),
	/** How long the former secret is kept for a roll back; 0 destroys it at once. */
	graceHours: z
		.number("Enter the grace in hours.")
		.int("Enter whole hours.")
		.min(0, "The grace is at least 0 hours.")
		.max(longestGraceHours, "The grace is at most 30 days.")
		.default(24),
	/** Promotes a key that was not tested, or whose test failed. */
	confirmUntested: z.boolean().default(false),
});
export type PromoteKeyInput = z.infer<typeof promoteKeyInput>;

export const keyUsageOutput = z.object({
	/** Runs that it paid for, or was the last to fail in. */
	runs: count,
	/** Runs in which it failed, those that then went on with another key included. */
	failures: count,
	/** The known costs; `unpricedRuns` says how many are missing from it. */
	costUsd: z.string(),
	unpricedRuns: count,
	lastRunAt: z.date().nullable(),
});
export type KeyUsage = z.infer<typeof keyUsageOutput>;

export const keyVersionStates = ["active", "staged", "sharing", "grace", "retired"] as const;

export const keyVersionOutput = z.object({
	version,
	/** `staged`: pays for nothing yet; `sharing`: for a share of the runs; `grace`: can still be rolled back to. */
	state: z.enum(keyVersionStates),
	hasKey: z.boolean(),
	keyPreview: z.string().nullable(),
	enteredAt: z.date(),
	sharePercent: z.number().int().nullable(),
	testStatus: z.enum(["success", "failed"]).nullable(),
	lastTestedAt: z.date().nullable(),
	lastTest: testResultOutput.nullable(),
	/** When a secret in grace is destroyed. */
	graceUntil: z.date().nullable(),
	retiredAt: z.date().nullable(),
	/** Why the secret cannot be read. */
	problem: z.string().nullable(),
	usage: keyUsageOutput,
});
export type KeyVersionOutput = z.infer<typeof keyVersionOutput>;

export const rotationOutput = z.object({
	providerId: z.string(),
	name: z.string(),
	active: keyVersionOutput,
	/** What comes next, or what can be rolled back to. */
	slot: keyVersionOutput.nullable(),
	/** Whose secrets are destroyed; the newest first, at most 10. */
	retired: z.array(keyVersionOutput),
});
export type Rotation = z.infer<typeof rotationOutput>;
