import { z } from "zod";
import { refusal } from "../groups/schema.ts";
import { messageRoles, modelId, parametersSchema } from "../request-schema.ts";
import { decimal, keptParameters } from "../schema.ts";
import { checkSchema } from "../templates/check-schema.ts";
import { estimate } from "../votes/schema.ts";

const suiteId = z.uuid();
export const suiteIdInput = z.strictObject({ suiteId });

/** Bounds of one suite. */
export const mostSuiteTemplates = 20;
export const mostSuiteModels = 8;
export const mostRepeats = 20;
export const mostCells = 1_000;

const capUsd = parametersSchema.shape.costCapUsd.unwrap();
const fields = {
	/** Whose prompts are run; a variable that has no value is refused at its field. */
	templates: z
		.array(
			z.strictObject({
				templateId: z.string().min(1).max(100),
				variables: z.record(z.string().max(100), z.string().max(100_000)).default({}),
			}),
		)
		.min(1, "Pick a template.")
		.max(mostSuiteTemplates, `At most ${mostSuiteTemplates} templates.`),
	/** Ids or aliases; an alias means what it names when the suite is made. */
	modelIds: z
		.array(modelId)
		.min(1, "Pick a model.")
		.max(mostSuiteModels, `At most ${mostSuiteModels} models.`)
		.refine((ids) => new Set(ids).size === ids.length, { message: "Each model once." }),
	repeats: z.number().int().min(1, "At least once.").max(mostRepeats, `At most ${mostRepeats} times.`).default(1),
	parameters: parametersSchema.omit({ costCapUsd: true }).default({ temperature: 0.7, maxTokens: 1000, topP: 1 }),
	/** What all runs together may cost, decimal USD; null is without a cap. */
	capUsd: capUsd.nullable().default(null),
};

export const estimateSuiteInput = z.strictObject(fields);
export type EstimateSuiteInput = z.infer<typeof estimateSuiteInput>;

/** A suite's id is chosen by the caller: whoever is not sure that it arrived sends it again, and it starts once. */
export const createSuiteInput = z.strictObject({
	suiteId,
	name: z.string().trim().min(1, "Give it a name.").max(100, "A name has at most 100 characters."),
	...fields,
	/** How many runs are under way at once. */
	concurrency: z.number().int().min(1).max(16, "At most 16 at once.").default(4),
});
export type CreateSuiteInput = z.infer<typeof createSuiteInput>;

/** What a suite would cost, before anything is spent. Money is decimal USD; null is unknown. */
export const estimateSuiteOutput = z.object({
	cells: z.number().int(),
	models: z.array(
		z.object({
			/** As it was asked for, and what it means. */
			asked: z.string(),
			modelId: z.string(),
			/** Of all its cells: with answers of one token, and with the longest that are allowed. */
			lowUsd: decimal.nullable(),
			highUsd: decimal.nullable(),
			state: z.enum(["estimated", "unpriced", "free"]),
			/** Why the suite cannot be made with it; null where it can. */
			refusal: refusal.nullable(),
		}),
	),
	lowUsd: decimal,
	highUsd: decimal,
	/** Models that are missing from the sums. */
	unpriced: z.number().int(),
	/** The least cap under which the dearest single cell fits; null where a price is unknown. */
	leastCapUsd: decimal.nullable(),
	/** What else forbids it, at its field, in words. */
	problems: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type EstimateSuite = z.infer<typeof estimateSuiteOutput>;

/** A template as the suite runs it. */
export const suiteTemplate = z.object({
	templateId: z.string(),
	name: z.string(),
	messages: z.array(z.object({ role: z.enum(messageRoles), content: z.string() })),
	variables: z.record(z.string(), z.string()),
	checks: z.array(checkSchema),
});
export type SuiteTemplate = z.infer<typeof suiteTemplate>;

export const suiteStates = ["running", "done", "cancelled", "stopped"] as const;
export const cellStates = ["pending", "running", "done", "failed", "cancelled"] as const;

/** Milliseconds over `n` answers. */
const spread = z
	.object({ n: z.number().int(), p50: z.number(), p95: z.number(), min: z.number(), max: z.number() })
	.nullable();

/** What some cells of a suite measured together. */
export const suiteFigures = z.object({
	cells: z.number().int(),
	/** Cells by state. */
	states: z.object({
		pending: z.number().int(),
		running: z.number().int(),
		done: z.number().int(),
		failed: z.number().int(),
		cancelled: z.number().int(),
	}),
	/** Answers that were held against checks, and those that passed all of theirs. */
	judged: z.number().int(),
	passed: z.number().int(),
	/** A share from 0 to 1 with Wilson's interval; null where nothing was judged. */
	passRate: estimate.nullable(),
	/** The sum of the known costs, those of repeated runs included; `unpriced` more are unknown and not in it. */
	costUsd: decimal,
	unpriced: z.number().int(),
	/** All that was paid, by the passes; null without a pass or where a cost is unknown. */
	costPerPassUsd: decimal.nullable(),
	/** Of answers that came to their end. */
	latencyMs: spread,
	ttftMs: spread,
});
export type SuiteFigures = z.infer<typeof suiteFigures>;

const progress = {
	suiteId,
	name: z.string(),
	state: z.enum(suiteStates),
	/** Why it stopped: the cap, a quota, or its owner may no longer spend. */
	stop: z.object({ kind: z.enum(["cap", "quota", "owner"]), message: z.string() }).nullable(),
	/** No run begins before: the runs a minute are used up. */
	waitsUntil: z.date().nullable(),
	cells: z.number().int(),
	states: suiteFigures.shape.states,
	capUsd: decimal.nullable(),
	/** The known costs of its runs, and how many have an unknown one. */
	spentUsd: decimal,
	unpriced: z.number().int(),
	/** What the runs under way may cost at most; "0" without a cap. */
	reservedUsd: decimal,
	createdAt: z.date(),
	endedAt: z.date().nullable(),
};
export const suiteProgress = z.object(progress);
export type SuiteProgress = z.infer<typeof suiteProgress>;

export const suiteCell = z.object({
	position: z.number().int(),
	templateIndex: z.number().int(),
	modelId: z.string(),
	/** From 1. */
	repeat: z.number().int(),
	state: z.enum(cellStates),
	/** Null until it begins. */
	runId: z.string().nullable(),
	/** Null without checks, or without an answer. */
	passed: z.boolean().nullable(),
	costUsd: decimal.nullable(),
	costState: z.string().nullable(),
	latencyMs: z.number().nullable(),
	ttftMs: z.number().nullable(),
	/** Why there is no answer. */
	problem: z.string().nullable(),
	/** How often it was repeated by hand. */
	retries: z.number().int(),
});
export type SuiteCell = z.infer<typeof suiteCell>;

/** By model, and by template and model. */
export const suiteMatrix = z.object({
	models: z.array(suiteFigures.extend({ modelId: z.string() })),
	cells: z.array(suiteFigures.extend({ modelId: z.string(), templateIndex: z.number().int() })),
});
export type SuiteMatrix = z.infer<typeof suiteMatrix>;

export const decisionKinds = ["recommend", "enable", "disable", "alias"] as const;
export const decision = z.object({
	id: z.string(),
	suiteId,
	suiteName: z.string(),
	modelId: z.string(),
	kind: z.enum(decisionKinds),
	alias: z.string().nullable(),
	note: z.string(),
	/** The model's row of the matrix when it was decided. */
	figures: suiteFigures,
	/** Who decided. */
	by: z.string(),
	decidedAt: z.date(),
});
export type Decision = z.infer<typeof decision>;

/** A suite as its page shows it. */
export const suiteOutput = suiteProgress.extend({
	/** Where to follow on from. */
	lastEventId: z.string(),
	owner: z.string(),
	isOwn: z.boolean(),
	templates: z.array(suiteTemplate),
	modelIds: z.array(z.string()),
	repeats: z.number().int(),
	parameters: keptParameters,
	concurrency: z.number().int(),
	cellList: z.array(suiteCell),
	matrix: suiteMatrix,
	decisions: z.array(decision),
});
export type SuiteOutput = z.infer<typeof suiteOutput>;

export const listSuitesInput = z
	.strictObject({
		limit: z.number().int().min(1).max(100).default(20),
		offset: z.number().int().min(0).max(1_000_000).default(0),
		/** Everybody's; for admins. */
		everybody: z.boolean().default(false),
	})
	.default({ limit: 20, offset: 0, everybody: false });
export type ListSuitesInput = z.infer<typeof listSuitesInput>;
export const listSuitesOutput = z.object({
	total: z.number().int(),
	suites: z.array(
		suiteProgress.extend({
			owner: z.string(),
			isOwn: z.boolean(),
			templates: z.number().int(),
			modelIds: z.array(z.string()),
			repeats: z.number().int(),
		}),
	),
});

export const followSuiteInput = z.strictObject({ suiteId, lastEventId: z.string().max(20).nullish() });
/** What changed since the last event: the progress, the cells in question, and the whole matrix. */
export const suiteEvent = z.object({ progress: suiteProgress, cells: z.array(suiteCell), matrix: suiteMatrix });
export type SuiteEvent = z.infer<typeof suiteEvent>;

/** With a higher cap, where the cap stopped it; undefined keeps the cap. */
export const resumeSuiteInput = z.strictObject({ suiteId, capUsd: capUsd.nullable().optional() });
export type ResumeSuiteInput = z.infer<typeof resumeSuiteInput>;

export const suiteCellInput = z.strictObject({
	suiteId,
	position: z
		.number()
		.int()
		.min(0)
		.max(mostCells - 1),
});
/** A cell with all runs that were made for it, the last first. */
export const suiteCellOutput = suiteCell.extend({ runIds: z.array(z.string()) });

export const decideInput = z
	.strictObject({
		suiteId,
		modelId,
		kind: z.enum(decisionKinds),
		/** The name that shall mean the model. */
		alias: z.string().trim().toLowerCase().max(63).optional(),
		note: z.string().trim().max(1_000, "A note has at most 1,000 characters.").default(""),
	})
	.refine(({ kind, alias }) => kind !== "alias" || alias, { message: "Name the alias.", path: ["alias"] });
export type DecideInput = z.infer<typeof decideInput>;

export const decisionsInput = z.strictObject({ modelId });
export const decisionsOutput = z.array(decision);
