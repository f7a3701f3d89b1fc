import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import type { UserContext } from "../../context.ts";
import { InvalidInputError, UnavailableError } from "../../errors.ts";
import { storableJson } from "../storable.ts";
import { carryOn } from "./carry-on.ts";
import { type ExaminedSuite, examineSuite } from "./examine-suite.ts";
import type { CreateSuiteInput, SuiteOutput } from "./schema.ts";
import { showSuite } from "./show-suite.ts";

const { labSuites, labSuiteCells } = schema;

/**
 * Makes a suite and begins it. It goes on when the caller leaves and when a server dies; the same id again starts nothing.
 * @throws InvalidInputError for what forbids it, before anything is spent; NotFoundError when the id is somebody else's
 */
export async function createSuite(ctx: UserContext, input: CreateSuiteInput): Promise<SuiteOutput> {
	const { suiteId, name, repeats, parameters, capUsd, concurrency } = input;
	if (ctx.services.runs.isClosed) throw new UnavailableError("The server is shutting down. Try again in a moment.");
	const known = await ctx.db.query.labSuites.findFirst({ where: (row, { eq }) => eq(row.id, suiteId) });
	if (known) return showSuite(ctx, { suiteId });
	const { templates, models, problems } = await examineSuite(ctx, input);
	refuse(models, problems);
	const { actor } = ctx;
	const modelIds = models.map(({ modelId }) => modelId);
	const tokenId = actor.kind === "token" ? actor.tokenId : null;
	const asked = storableJson({ name, templates, modelIds, repeats, parameters });
	const suite = { id: suiteId, userId: actor.userId, tokenId, ...asked };
	const cells = Array.from({ length: repeats }, (_, repeat) =>
		templates.flatMap((_template, templateIndex) =>
			modelIds.map((modelId) => ({ suiteId, templateIndex, modelId, repeat: repeat + 1, runId: randomUUID() })),
		),
	).flat();
	await ctx.db.transaction(async (tx) => {
		const made = await tx
			.insert(labSuites)
			.values({ ...suite, capUsd, concurrency, state: "running" })
			.onConflictDoNothing()
			.returning({ id: labSuites.id });
		if (made.length === 0) return;
		await tx.insert(labSuiteCells).values(cells.map((cell, position) => ({ ...cell, position })));
	});
	carryOn(ctx, suiteId);
	return showSuite(ctx, { suiteId });
}

function refuse(models: ExaminedSuite["models"], problems: ExaminedSuite["problems"]): void {
	const refused = models.flatMap(({ refusal }, index) =>
		refusal ? [{ path: `modelIds.${index}`, message: refusal.message }] : [],
	);
	const [first, ...more] = [...refused, ...problems];
	if (first) throw new InvalidInputError(first.path, first.message, more);
}
