import { schema } from "@llm-hub/db";
import { and, eq, sql } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { DomainError, ForbiddenError, LimitExceededError } from "../../errors.ts";
import { refusalOf } from "../groups/refusal.ts";
import { startRun } from "../start-run.ts";
import { changeCells, changeSuite, stopSuite } from "./change-suite.ts";
import type { CellRow } from "./claim-cells.ts";
import type { SuiteRow } from "./load-suite.ts";

const { labSuiteCells, llmUsageLogs } = schema;

/** A cap is above nothing; what is free passes it all the same. */
const leastCapUsd = "0.000000000001";

/**
 * Starts the run of a claimed cell, or says why it does not begin: a limit a minute lets it wait, a used-up quota stops the
 * suite, and what is wrong with its model fails this cell alone. Nothing was sent in any of these cases.
 */
export async function startCell(ctx: UserContext, suite: SuiteRow, cell: CellRow): Promise<void> {
	const template = suite.templates[cell.templateIndex];
	if (!template) throw new Error("The suite has no such template.");
	const { messages, templateId, checks } = template;
	const { modelId, runId, reservedUsd } = cell;
	const cap = reservedUsd !== null && { costCapUsd: /[1-9]/.test(reservedUsd) ? reservedUsd : leastCapUsd };
	const parameters = { ...suite.parameters, ...cap };
	try {
		await startRun(ctx, { modelId, messages, parameters, templateId }, { runId, checks });
	} catch (error) {
		await notStarted(ctx, suite.id, cell, error);
	}
}

async function notStarted(ctx: UserContext, suiteId: string, cell: CellRow, error: unknown): Promise<void> {
	const wait = waitOf(ctx, error);
	const stop = wait === null ? stopOf(error) : null;
	await ctx.db.transaction(async (tx) => {
		const revision = stop
			? await stopSuite(tx, suiteId, stop.kind, stop.message)
			: await changeSuite(tx, suiteId, wait === null ? {} : { waitsUntil: wait });
		const here = and(
			eq(labSuiteCells.position, cell.position),
			eq(labSuiteCells.runId, cell.runId),
			eq(labSuiteCells.state, "running"),
			// Where the run did begin, its row says how it goes on.
			sql`not exists (select from ${llmUsageLogs} where ${llmUsageLogs.id} = ${cell.runId})`,
		);
		const back = { state: "pending", reservedUsd: null, leasedUntil: null } as const;
		const failed = { ...back, state: "failed", refusal: refusalOf(ctx, error) } as const;
		await changeCells(tx, suiteId, revision, here, stop || wait ? back : failed);
	});
}

/** What keeps every other cell from beginning as well. */
function stopOf(error: unknown): { kind: "quota" | "owner"; message: string } | null {
	if (error instanceof LimitExceededError) return { kind: "quota", message: error.message };
	const isOwner = error instanceof ForbiddenError && /^(user_disabled|role)$/.test(String(error.details.reason));
	return isOwner ? { kind: "owner", message: error.message } : null;
}

/** Until when a refusal lasts that passes by itself; null for every other. */
function waitOf({ services }: UserContext, error: unknown): Date | null {
	if (services.runs.isClosed) return new Date();
	if (!(error instanceof DomainError)) return null;
	const { rule, retryAfterSeconds } = error.details;
	if (rule !== "per_minute" && rule !== "limits_unavailable") return null;
	return new Date(Date.now() + Number(retryAfterSeconds ?? 5) * 1000);
}
