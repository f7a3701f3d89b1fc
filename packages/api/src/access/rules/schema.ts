import { z } from "zod";
import { rule, tier, tierCode } from "../schema.ts";

/** What `list` gave: a save that names it is refused when somebody else saved in between. */
const version = z.string().max(64).optional();

export const tiersOutput = z.object({ version: z.string(), tiers: z.array(tier.extend({ users: z.number().int() })) });
export type TiersOutput = z.infer<typeof tiersOutput>;

export const tierNamesOutput = z.array(tier.pick({ code: true, name: true }));
export type TierNamesOutput = z.infer<typeof tierNamesOutput>;

/** All tiers, from the smallest to the largest: what is left out is removed. */
export const saveTiersInput = z.strictObject({
	version,
	tiers: z.array(tier).min(1, "Keep at least one tier.").max(50),
});
export type SaveTiersInput = z.infer<typeof saveTiersInput>;

export const rulesOutput = z.object({ version: z.string(), rules: z.array(rule) });
export type RulesOutput = z.infer<typeof rulesOutput>;

const rules = z.array(rule).max(2_000, "At most 2,000 rules.");
/** All rules: what is left out is removed. */
export const saveRulesInput = z.strictObject({ version, rules });
export type SaveRulesInput = z.infer<typeof saveRulesInput>;

export const previewRulesInput = z.strictObject({ rules });

const modelIds = z.array(z.string());
/** Who would gain and who would lose, over the enabled models of the catalog. */
export const previewOutput = z.object({
	models: z.number().int(),
	tiers: z.array(
		z.object({
			tierCode,
			name: z.string(),
			/** Enabled users of the tier: whom it touches. */
			users: z.number().int(),
			allowedBefore: z.number().int(),
			allowedAfter: z.number().int(),
			gained: z.number().int(),
			lost: z.number().int(),
			/** Allowed before and after, by another limit a day or on the context. */
			changed: z.number().int(),
			/** At most 50 of each. */
			gainedModels: modelIds,
			lostModels: modelIds,
			changedModels: modelIds,
		}),
	),
});
export type PreviewOutput = z.infer<typeof previewOutput>;
