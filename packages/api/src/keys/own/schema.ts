import { type ProviderType, providerTypes } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { apiKeyField, testResultOutput } from "../schema.ts";

export type OwnProvider = Exclude<ProviderType, "custom">;

/** The providers that take a key of one's own: those whose host is fixed. */
export const ownProviders = providerTypes.filter((type): type is OwnProvider => type !== "custom");

const provider = z.enum(ownProviders, { error: `The provider must be one of ${ownProviders.join(", ")}.` });

export const ownKeyRef = z.strictObject({ providerType: provider });
export type OwnKeyRef = z.infer<typeof ownKeyRef>;

export const saveOwnKeyInput = z.strictObject({ providerType: provider, apiKey: apiKeyField });
export type SaveOwnKeyInput = z.infer<typeof saveOwnKeyInput>;

/** The saved key, or one that is not saved yet. */
export const testOwnKeyInput = z.strictObject({ providerType: provider, apiKey: apiKeyField.optional() });
export type TestOwnKeyInput = z.infer<typeof testOwnKeyInput>;

export const savedOwnKey = z.object({
	keyPreview: z.string(),
	/** Why it cannot be read, and what to do. */
	problem: z.string().nullable(),
	lastTest: testResultOutput.nullable(),
	lastTestedAt: z.date().nullable(),
	rotatedAt: z.date(),
});

export const ownKeyOutput = z.object({
	providerType: provider,
	displayName: z.string(),
	/** How its keys look, in words. */
	keyFormat: z.string(),
	getKeyUrl: z.string().nullable(),
	/** Null where the company's key pays. */
	saved: savedOwnKey.nullable(),
});
export type OwnKeyOutput = z.infer<typeof ownKeyOutput>;

export const listOwnKeysOutput = z.object({ providers: z.array(ownKeyOutput) });
