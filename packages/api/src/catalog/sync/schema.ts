import { capabilities, failureReasons, providerTypes } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { priceOutput } from "../schema.ts";

const providerType = z.enum(providerTypes, { error: `The provider must be one of ${providerTypes.join(", ")}.` });
const modelId = z.string().min(1).max(300);
const syncId = z.string().min(1).max(64);
const count = z.number().int().nonnegative();
const milliseconds = count;

/** Without `providers`: every configured one. */
export const startSyncInput = z
	.strictObject({ providers: z.array(providerType).min(1, "Name at least one provider.").max(50).optional() })
	.default({});
export type StartSyncInput = z.infer<typeof startSyncInput>;

/** `started` is false when a sync that covers it was under way already: follow that one. */
export const startSyncOutput = z.object({ syncId, started: z.boolean() });
export type StartSyncOutput = z.infer<typeof startSyncOutput>;

export const syncIdInput = z.strictObject({ syncId });

/** The id of the last event that was seen: only what came after it is sent. */
export const followSyncInput = z.strictObject({ syncId, lastEventId: z.string().max(2000).nullish() });
export type FollowSyncInput = z.infer<typeof followSyncInput>;

export const cancelSyncOutput = z.object({ cancelled: z.boolean() });

/** Models: `changed` counts those with any change that is neither new nor gone, `pending` the changes that wait. */
export const syncCounts = z.object({ new: count, changed: count, gone: count, pending: count });
export type SyncCounts = z.infer<typeof syncCounts>;

export const syncFailure = z.object({ reason: z.enum(failureReasons), message: z.string() });
export type SyncFailure = z.infer<typeof syncFailure>;

/** A provider, or one endpoint of `custom`. */
const endpoint = { provider: providerType, endpoint: z.string().nullable(), name: z.string() };
const progress = { ...endpoint, pages: count, modelsFound: count, elapsedMs: milliseconds };

/** What a follower of a sync sees, in order; `elapsedMs` counts from the start of the sync. The last is `done`. */
export const syncEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("started"), syncId, startedAt: z.date(), providers: z.array(z.object(endpoint)) }),
	z.object({ type: z.literal("provider_started"), ...endpoint, elapsedMs: milliseconds }),
	z.object({ type: z.literal("page"), page: count, ...progress }),
	z.object({ type: z.literal("provider_done"), ...progress, counts: syncCounts }),
	/** Also when it was cancelled: the reason says so. Nothing was changed. */
	z.object({ type: z.literal("provider_failed"), ...progress, failure: syncFailure }),
	z.object({
		type: z.literal("done"),
		syncId,
		cancelled: z.boolean(),
		succeeded: count,
		failed: count,
		modelsFound: count,
		counts: syncCounts,
		elapsedMs: milliseconds,
	}),
]);
export type SyncEvent = z.infer<typeof syncEvent>;

/** How a sync went, once it is over. */
export const syncSummary = z.object({
	syncId,
	/** False when a sync that was under way already was waited for. */
	started: z.boolean(),
	cancelled: z.boolean(),
	providers: z.array(
		z.object({
			...endpoint,
			state: z.enum(["success", "failed", "cancelled"]),
			pages: count,
			modelsFound: count,
			counts: syncCounts,
			failure: syncFailure.nullable(),
		}),
	),
	modelsFound: count,
	counts: syncCounts,
	elapsedMs: milliseconds,
});
export type SyncSummary = z.infer<typeof syncSummary>;

/** The line of truth: how fresh each configured provider's models are, and what fails since when. */
export const syncStatusOutput = z.object({
	/** The sync that is under way. */
	running: z.object({ syncId, startedAt: z.date() }).nullable(),
	/** The last time that any provider listed its models. */
	lastSuccessAt: z.date().nullable(),
	providers: z.array(
		z.object({
			...endpoint,
			/** `never`: not synced yet. */
			state: z.enum(["fresh", "failing", "never"]),
			/** When it last listed its models to the end. */
			freshSince: z.date().nullable(),
			/** The first failure after that. */
			failingSince: z.date().nullable(),
			failure: syncFailure.nullable(),
			/** By the last list that was whole. */
			modelsFound: count.nullable(),
		}),
	),
	/** Changes that wait for a person. */
	pendingChanges: count,
});
export type SyncStatusOutput = z.infer<typeof syncStatusOutput>;

export const changeKinds = [
	"new",
	"gone",
	"back",
	"repriced",
	"limits_changed",
	"capabilities_changed",
	"sources_disagree",
	"deprecated",
] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const changeStates = ["applied", "pending", "accepted", "dismissed"] as const;

/** The facts that a change is about, and no others. */
export const changeFacts = z.object({
	price: priceOutput.nullish(),
	contextLength: count.nullish(),
	maxOutputTokens: count.nullish(),
	capabilities: z.array(z.enum(capabilities)).optional(),
	deprecationDate: z.string().nullish(),
	/** The provider's own id of the model that it recommends instead. */
	replacedBy: z.string().nullish(),
	/** ISO time. */
	retiredAt: z.string().nullish(),
	/** Why the model is thought to be gone, or its price to have lost its source. */
	reason: z.string().optional(),
	/** Why the price that the provider lists was refused. */
	refused: z.string().optional(),
});
export type ChangeFacts = z.infer<typeof changeFacts>;

export const listChangesInput = z
	.strictObject({
		state: z.enum(changeStates).optional(),
		kind: z.enum(changeKinds).optional(),
		provider: providerType.optional(),
		/** One endpoint of `custom`. */
		endpoint: z.string().min(1).max(100).optional(),
		modelId: modelId.optional(),
		syncId: syncId.optional(),
		limit: z.number().int().min(1).max(500).default(50),
		offset: z.number().int().min(0).max(1_000_000).default(0),
	})
	.default({ limit: 50, offset: 0 });
export type ListChangesInput = z.infer<typeof listChangesInput>;

export const changeOutput = z.object({
	id: z.number().int(),
	modelId: z.string(),
	displayName: z.string(),
	provider: providerType,
	endpoint: z.string().nullable(),
	kind: z.enum(changeKinds),
	state: z.enum(changeStates),
	before: changeFacts.nullable(),
	after: changeFacts.nullable(),
	/** The change in words, a line each. */
	summary: z.array(z.string()),
	detectedAt: z.date(),
	/** Who accepted or dismissed it; null in a dismissed one: the sources no longer say so. */
	decidedBy: z.string().nullable(),
	decidedAt: z.date().nullable(),
	syncId,
});
export type ChangeOutput = z.infer<typeof changeOutput>;

export const listChangesOutput = z.object({
	/** Newest first. */
	changes: z.array(changeOutput),
	total: count,
	/** What the filters leave, counted. */
	groups: z.array(
		z.object({
			provider: providerType,
			endpoint: z.string().nullable(),
			kind: z.enum(changeKinds),
			state: z.enum(changeStates),
			total: count,
		}),
	),
	/** All that waits, whatever the filters. */
	pendingTotal: count,
});
export type ListChangesOutput = z.infer<typeof listChangesOutput>;

export const decideChangesInput = z.strictObject({
	ids: z
		.array(z.number().int().positive().max(2_147_483_647))
		.min(1, "Choose at least one change.")
		.max(5000, "At most 5,000 changes at once."),
});
export type DecideChangesInput = z.infer<typeof decideChangesInput>;
export const decideChangesOutput = z.object({ decided: count });

export const modelPriceInput = z.strictObject({ modelId });
export const priceHistoryInput = z.strictObject({ modelId, limit: z.number().int().min(1).max(500).default(100) });
export type PriceHistoryInput = z.infer<typeof priceHistoryInput>;

/** Newest first; the first one is in force. A null price is unknown. */
export const priceHistoryOutput = z.object({
	modelId: z.string(),
	prices: z.array(
		z.object({
			price: priceOutput.nullable(),
			source: z.string(),
			validFrom: z.date(),
			validUntil: z.date().nullable(),
		}),
	),
});
export type PriceHistoryOutput = z.infer<typeof priceHistoryOutput>;

/** What a price may have rates for: USD per 1M tokens. */
export const rateClasses = [
	"input",
	"cachedInput",
	"cacheWrite",
	"cacheWrite1h",
	"output",
	"reasoning",
	"audioInput",
	"cachedAudioInput",
	"audioOutput",
	"imageInput",
	"imageOutput",
] as const;

const amount = z
	.string()
	.max(40)
	.regex(/^\d{1,12}(\.\d{1,12})?$/, "Write the amount in USD, 0 or more, with at most 12 decimals, such as 2.50.");

export const priceInput = z.strictObject({
	tiers: z
		.array(
			z.strictObject({
				/** The tier holds above this many input tokens; the first one from 0. */
				aboveInputTokens: z.number().int().min(0).max(2_000_000_000),
				rates: z.partialRecord(z.enum(rateClasses), amount),
			}),
		)
		.min(1, "A price has at least one tier.")
		.max(10, "A price has at most 10 tiers."),
	/** USD per request. */
	perRequest: amount.optional(),
});
export const overrideReason = z
	.string()
	.trim()
	.min(3, "Say why, for those who come after you.")
	.max(500, "At most 500 characters.");

export const setOverrideInput = z.strictObject({ modelId, price: priceInput, reason: overrideReason });
export type SetOverrideInput = z.infer<typeof setOverrideInput>;

/** The price in force, and what stands over what. */
export const modelPriceOutput = z.object({
	modelId: z.string(),
	/** In force. */
	price: priceOutput.nullable(),
	override: z
		.object({
			price: priceOutput,
			reason: z.string(),
			/** Who set it: their e-mail, or their id once they are gone. */
			by: z.string(),
			at: z.date(),
			/** What the sources say, and what clearing the override brings back. */
			underlying: priceOutput.nullable(),
		})
		.nullable(),
});
export type ModelPriceOutput = z.infer<typeof modelPriceOutput>;
