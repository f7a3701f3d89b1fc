import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { requireCaller } from "../../access/who.ts";
import { recordAudit } from "../../audit/record.ts";
import { saveAlias } from "../../catalog/aliases/aliases.ts";
import { saveAliasInput } from "../../catalog/aliases/schema.ts";
import { setEnabled } from "../../catalog/set-enabled.ts";
import type { UserContext } from "../../context.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import { decisionsOfSuite } from "./decisions.ts";
import { loadCells } from "./load-cells.ts";
import { loadSuite } from "./load-suite.ts";
import { figuresOf } from "./matrix.ts";
import type { DecideInput, Decision } from "./schema.ts";

const { labDecisions } = schema;

/**
 * Records what is decided about a model from a suite, with the figures of this moment, and does it: all or nothing.
 * Whoever may spend recommends; what changes the catalog is an admin's.
 * @throws NotFoundError; ForbiddenError; InvalidInputError for an alias that cannot be; ConflictError
 */
export async function decide(ctx: UserContext, input: DecideInput): Promise<Decision> {
	const { suiteId, modelId, kind, note } = input;
	const suite = await loadSuite(ctx, suiteId);
	if (kind !== "recommend") requireCaller(ctx.actor, "admin");
	if (!suite.modelIds.includes(modelId)) throw new NotFoundError(`The suite has no model ${modelId}.`, { modelId });
	const alias = kind === "alias" ? aliasOf(input) : null;
	const cells = (await loadCells(ctx.db, suiteId)).filter((cell) => cell.modelId === modelId);
	const figures = figuresOf(cells);
	const id = randomUUID();
	await ctx.db.transaction(async (tx) => {
		const within = { ...ctx, db: tx as unknown as UserContext["db"] };
		const { userId } = ctx.actor;
		await tx.insert(labDecisions).values({ id, suiteId, modelId, kind, alias, note, figures, userId });
		if (alias !== null) await saveAlias(within, { name: alias, modelId });
		else if (kind !== "recommend") await setEnabled(within, { ids: [modelId], enabled: kind === "enable" });
		await recordAudit(tx, ctx, {
			action: "testing.suites.decide",
			target: { type: "model", id: modelId, name: modelId },
			after: { kind, alias, note, suite: suite.name, suiteId },
		});
	});
	if (kind !== "recommend") ctx.services.catalogFreshness.forget();
	const made = (await decisionsOfSuite(ctx, suiteId)).find((decision) => decision.id === id);
	if (!made) throw new Error("The decision was not kept.");
	return made;
}

/** An alias by its own rules. */
function aliasOf({ alias, modelId }: DecideInput): string {
	const parsed = saveAliasInput.safeParse({ name: alias ?? "", modelId });
	if (parsed.success) return parsed.data.name;
	throw new InvalidInputError("alias", parsed.error.issues[0]?.message ?? "Name the alias.");
}
