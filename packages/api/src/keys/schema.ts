import { failureReasons, type ProviderType, providerTypes } from "@llm-hub/providers/vocabulary";
import { z } from "zod";

export const providerTypeField = z.enum(providerTypes, {
	error: `The provider must be one of ${providerTypes.join(", ")}.`,
});
export const providerIdField = z.string().min(1).max(64);

/** Never trimmed: a key that was pasted with more than the key is refused, so that what is saved is what was meant. */
export const apiKeyField = z
	.string({ error: "Enter the API key." })
	.min(10, "An API key has at least 10 characters.")
	.max(4096, "An API key has at most 4,096 characters.")
	.regex(/^\S*$/, "The key holds a space or a line break. Paste it again without.")
	// The bytes that an HTTP header can carry, less the space.
	.regex(/^[\s\x21-\x7e]*$/, "The key holds a character that no key has. Paste it again.");

export const keyNameField = z
	.string()
	.trim()
	.min(1, "Enter a name.")
	.max(80, "A name has at most 80 characters.")
	.regex(/^\P{Cc}*$/u, "A name must not hold control characters.");

export const baseUrlField = z
	.string({ error: "Enter the base URL, e.g. https://api.example.com/v1." })
	.min(1, "Enter the base URL, e.g. https://api.example.com/v1.")
	.max(2000, "A base URL has at most 2,000 characters.");

export const hostIsFixed = "Only a custom endpoint has a base URL; this provider's host is fixed.";

const refuseBaseUrl = (
	input: { providerType?: ProviderType | undefined; baseUrl?: string | undefined },
	ctx: z.core.$RefinementCtx,
) => {
	if (input.baseUrl !== undefined && input.providerType !== undefined && input.providerType !== "custom") {
		ctx.addIssue({ code: "custom", path: ["baseUrl"], message: hostIsFixed });
	}
};

/** A named provider needs a key and has a fixed host; a custom endpoint needs a base URL, and a key only if its server does. */
export const saveKeyInput = z
	.strictObject({
		providerType: providerTypeField,
		/** Default: the provider's name. Provider type and name together say which row is meant. */
		name: keyNameField.optional(),
		/** Absent for a custom endpoint: keeps the saved key, or saves none. */
		apiKey: apiKeyField.optional(),
		baseUrl: baseUrlField.optional(),
		/** Lower is tried first. */
		priority: z.number().int().min(0).max(10_000).optional(),
		/** Whether to test the key once it is saved. */
		test: z.boolean().default(true),
	})
	.superRefine((input, ctx) => {
		refuseBaseUrl(input, ctx);
		if (input.providerType === "custom") {
			if (input.baseUrl === undefined) {
				ctx.addIssue({
					code: "custom",
					path: ["baseUrl"],
					message: "Enter the base URL, e.g. https://api.example.com/v1.",
				});
			}
		} else if (input.apiKey === undefined) {
			ctx.addIssue({ code: "custom", path: ["apiKey"], message: "Enter the API key." });
		}
	});
export type SaveKeyInput = z.infer<typeof saveKeyInput>;

/**
 * What to test: a saved row or what `keys.list` shows under that id (`providerId`), the key in use for a type
 * (`providerType`), or a form that is not saved yet (`providerType` with `apiKey`, `baseUrl`). With a form for a saved
 * custom endpoint, `providerId` says which one, and an absent `apiKey` means the saved key if the base URL is the same.
 */
export const testKeyInput = z
	.strictObject({
		providerId: providerIdField.optional(),
		providerType: providerTypeField.optional(),
		apiKey: apiKeyField.optional(),
		baseUrl: baseUrlField.optional(),
	})
	.superRefine((input, ctx) => {
		refuseBaseUrl(input, ctx);
		if (input.providerId === undefined && input.providerType === undefined) {
			ctx.addIssue({ code: "custom", path: ["providerType"], message: "Say which provider or saved key to test." });
		}
	});
export type TestKeyInput = z.infer<typeof testKeyInput>;

/** A saved key by its id, or by provider type and name. Without a name: the only one, or the one with the default name. */
export const deleteKeyInput = z
	.strictObject({
		providerId: providerIdField.optional(),
		providerType: providerTypeField.optional(),
		name: keyNameField.optional(),
	})
	.refine((input) => (input.providerId === undefined) !== (input.providerType === undefined), {
		path: ["providerId"],
		message: "Give either the id of the saved key or its provider type.",
	});
export type DeleteKeyInput = z.infer<typeof deleteKeyInput>;

const milliseconds = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

export const failureOutput = z.object({
	reason: z.enum(failureReasons),
	/** Says what to do; safe to show. */
	message: z.string(),
	retryable: z.boolean(),
	retryAfterMs: z.number().optional(),
	status: z.number().int().optional(),
});

export const testStageOutput = z.object({
	stage: z.enum(["reach", "authenticate", "list"]),
	ok: z.boolean(),
	latencyMs: milliseconds,
	modelsFound: count.optional(),
	failure: failureOutput.optional(),
});

export const testResultOutput = z.object({
	success: z.boolean(),
	/** The sum of the stages. */
	latencyMs: milliseconds,
	modelsFound: count.nullable(),
	error: failureOutput.nullable(),
	/** Up to the first that failed. */
	stages: z.array(testStageOutput),
});
export type TestResult = z.infer<typeof testResultOutput>;

/** A test as it happens: its stages, then the result. */
export const testEvent = z.discriminatedUnion("type", [
	testStageOutput.extend({ type: z.literal("stage") }),
	testResultOutput.extend({ type: z.literal("result") }),
]);
export type TestEvent = z.infer<typeof testEvent>;

export const keySources = ["database", "environment", "not_set", "sandbox"] as const;
export const healthStates = ["healthy", "unhealthy", "unknown", "unreadable"] as const;

export const keyOutput = z.object({
	/** The saved row's id; the provider type, or `sandbox`, where nothing is saved. */
	id: z.string(),
	providerType: providerTypeField,
	name: z.string(),
	/** Custom endpoints: the model ids are `custom/<slug>/<model>`. */
	slug: z.string().nullable(),
	hasKey: z.boolean(),
	keySource: z.enum(keySources),
	/** The environment variable that holds, or would hold, the fallback key. */
	environmentVariable: z.string(),
	enabled: z.boolean(),
	healthStatus: z.enum(healthStates),
	/** Why the saved key cannot be read. */
	problem: z.string().nullable(),
	/** First 7 and last 4 characters of a key longer than 20, else `***`. */
	keyPreview: z.string().nullable(),
	lastTestedAt: z.date().nullable(),
	testStatus: z.enum(["success", "failed"]).nullable(),
	lastTest: testResultOutput.nullable(),
	modelsFound: count.nullable(),
	/** Custom endpoints only. */
	baseUrl: z.string().nullable(),
	priority: z.number().int(),
	createdAt: z.date().nullable(),
	/** When the key in use was entered. */
	rotatedAt: z.date().nullable(),
	/** It is older than the reminder's days. */
	isRotationDue: z.boolean(),
	/** Which secret is in use; each that is entered has another number. */
	keyVersion: z.number().int().nullable(),
	/** What stands in the second slot. */
	rotation: z
		.object({
			version: z.number().int(),
			state: z.enum(["staged", "sharing", "grace"]),
			sharePercent: z.number().int().nullable(),
			graceUntil: z.date().nullable(),
			testStatus: z.enum(["success", "failed"]).nullable(),
		})
		.nullable(),
	/** The provider refused the key: others are tried first until a test or a run finds it good again. */
	setAside: z.object({ reason: z.string(), message: z.string(), since: z.date(), nextTestAt: z.date() }).nullable(),
	/** The last 20 tests of the key, the oldest first. */
	recentTests: z.array(
		z.object({
			at: z.date(),
			success: z.boolean(),
			/** A member of the closed union of failures. */
			reason: z.string().nullable(),
			latencyMs: milliseconds,
		}),
	),
});
export type KeyOutput = z.infer<typeof keyOutput>;

export const listKeysOutput = z.object({ providers: z.array(keyOutput), total: count, reminderDays: count });

export const providerInfoOutput = z.object({
	providerType: providerTypeField,
	displayName: z.string(),
	description: z.string(),
	/** How its keys look, in words. */
	keyFormat: z.string(),
	/** A regular expression that today's keys match: a hint, never a reason to refuse. */
	keyPattern: z.string().nullable(),
	supportsTest: z.boolean(),
	authType: z.enum(["bearer", "x-api-key", "x-goog-api-key"]),
	getKeyUrl: z.string().nullable(),
	defaultBaseUrl: z.string().nullable(),
	environmentVariable: z.string(),
});
export const listProviderInfoOutput = z.object({ providers: z.array(providerInfoOutput), total: count });

export const saveKeyOutput = z.object({
	providerId: z.string(),
	providerType: providerTypeField,
	name: z.string(),
	slug: z.string(),
	hasKey: z.boolean(),
	enabled: z.boolean(),
	keyPreview: z.string().nullable(),
	baseUrl: z.string().nullable(),
	priority: z.number().int(),
	/** False when a saved key was replaced. */
	created: z.boolean(),
	/** Null when it was not tested. The key is saved either way. */
	testResult: testResultOutput.nullable(),
	message: z.string(),
});
export type SaveKeyOutput = z.infer<typeof saveKeyOutput>;

export const deleteKeyOutput = z.object({
	providerId: z.string(),
	providerType: providerTypeField,
	name: z.string(),
	/** Where the provider's key comes from now. */
	keySource: z.enum(keySources),
	message: z.string(),
});
export type DeleteKeyOutput = z.infer<typeof deleteKeyOutput>;

/** Secrets that the keyring does not open, by the key that wraps them: it is missing, or has other bytes than it had. */
export const unreadableSecrets = z.object({
	keyId: z.string(),
	reason: z.enum(["missing", "different"]),
	secrets: count,
});
export type UnreadableSecrets = z.infer<typeof unreadableSecrets>;

export const keyringOutput = z.object({
	/** `failed`: no saved key can be read; `degraded`: some cannot, or the audit's earlier events cannot be checked. */
	state: z.enum(["ok", "degraded", "failed"]),
	/** The key that encrypts. */
	primaryKeyId: z.string(),
	/** How many saved keys each key of the ring wraps. */
	savedKeys: z.array(z.object({ keyId: z.string(), secrets: count })),
	unreadable: z.array(unreadableSecrets),
	/** What is wrong and what to do, in words. */
	problems: z.array(z.string()),
});
export type KeyringProof = z.infer<typeof keyringOutput>;

export const reencryptInput = z.strictObject({ dryRun: z.boolean().default(false) });
export type ReencryptInput = z.infer<typeof reencryptInput>;

/** Re-encryption as it happens: how many secrets were looked at of those under other keys, then the result. */
export const reencryptEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("progress"), done: count, total: count }),
	z.object({
		type: z.literal("result"),
		dryRun: z.boolean(),
		primaryKeyId: z.string(),
		/** Secrets that are now (in a dry run: would be) under the primary key and were not before. */
		rewrapped: count,
		/** Secrets that still stand under other keys: their keys must stay in the ring. */
		remaining: count,
		unreadable: z.array(unreadableSecrets),
	}),
]);
export type ReencryptEvent = z.infer<typeof reencryptEvent>;
