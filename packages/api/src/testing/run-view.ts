import { schema } from "@llm-hub/db";
import { type Cost, explainCost, type Price } from "@llm-hub/providers";
import { not, type SQL, sql } from "drizzle-orm";
import { actsAsAdmin } from "../access/who.ts";
import type { UserContext } from "../context.ts";
import type { HistoryEntry, RunDetail, RunEnd, RunEvent } from "./schema.ts";
import type { Check } from "./templates/check-schema.ts";
import { runChecks } from "./templates/run-checks.ts";

const { labGroups, labVotes, llmUsageLogs, testRuns } = schema;

/** Whose answer a run is must not be told: its group is blind, and its owner has not voted. */
export const isVeiled = sql<boolean>`exists (
	select from ${labGroups} where ${labGroups.id} = ${testRuns.groupId} and ${labGroups.isBlind} and not exists (
		select from ${labVotes} where ${labVotes.groupId} = ${labGroups.id} and ${labVotes.userId} = ${labGroups.userId}))`;
/** The runs whose names and figures may be shown. */
export const isUnveiled: SQL = not(isVeiled);

/** The columns of how a run stands or ended. */
export const endColumns = {
	id: llmUsageLogs.id,
	modelId: llmUsageLogs.modelId,
	state: llmUsageLogs.state,
	failureReason: llmUsageLogs.failureReason,
	failureMessage: llmUsageLogs.failureMessage,
	retryable: llmUsageLogs.retryable,
	finishReason: llmUsageLogs.finishReason,
	reportedModel: llmUsageLogs.reportedModel,
	keySource: llmUsageLogs.keySource,
	keyVersion: llmUsageLogs.keyVersion,
	keyLabel: llmUsageLogs.keyLabel,
	usageSource: llmUsageLogs.usageSource,
	inputTokens: llmUsageLogs.inputTokens,
	cachedInputTokens: llmUsageLogs.cachedInputTokens,
	cacheWriteTokens: llmUsageLogs.cacheWriteTokens,
	outputTokens: llmUsageLogs.outputTokens,
	reasoningTokens: llmUsageLogs.reasoningTokens,
	costUsd: llmUsageLogs.costUsd,
	costState: llmUsageLogs.costState,
	costTerms: llmUsageLogs.costTerms,
	price: llmUsageLogs.price,
	ttftMs: llmUsageLogs.ttftMs,
	latencyMs: llmUsageLogs.latencyMs,
	startedAt: llmUsageLogs.startedAt,
};

/** The columns that a run is shown from, by name: the rest of the rows stays in the database. */
export const runColumns = {
	...endColumns,
	cancelRequestedAt: llmUsageLogs.cancelRequestedAt,
	isVeiled,
	groupId: testRuns.groupId,
	messages: testRuns.messages,
	parameters: testRuns.parameters,
	templateId: testRuns.templateId,
	checks: testRuns.checks,
	response: testRuns.response,
	reasoning: testRuns.reasoning,
	toolCalls: testRuns.toolCalls,
	cappedMaxTokens: testRuns.cappedMaxTokens,
};

type Selected = typeof llmUsageLogs.$inferSelect & Omit<typeof testRuns.$inferSelect, "id"> & { isVeiled: boolean };
export type EndRow = Pick<Selected, keyof typeof endColumns>;
export type RunRow = Pick<Selected, keyof typeof runColumns>;

/** "0.003000000000" as "0.003": the column's scale is not the number's. */
export const trimDecimal = (decimal: string): string =>
	decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;

const costOf = (row: EndRow): Cost | null => {
	if (row.costState === null) return null;
	const price = row.price as Price | null;
	return {
		usd: row.costUsd === null ? null : trimDecimal(row.costUsd),
		state: row.costState as Cost["state"],
		terms: (row.costTerms as Cost["terms"] | null) ?? [],
		priceSource: price?.source ?? null,
		priceAsOf: price?.asOf ?? null,
	};
};

/** What the company calls its keys is its admins' to know; what somebody's own key looks like, theirs alone. */
export function shownKeyLabel(
	{ actor }: Pick<UserContext, "actor">,
	{ keySource, keyLabel, isOwn = true }: Pick<RunEnd, "keySource" | "keyLabel"> & { isOwn?: boolean },
): string | null {
	const isShown = keySource === "own" ? isOwn : actsAsAdmin(actor);
	return isShown ? keyLabel : null;
}

/** The figures of a run, the same on every door. */
export function runEndOf(row: EndRow): RunEnd {
	const cost = costOf(row);
	const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = row;
	return {
		runId: row.id,
		inputTokens,
		cachedInputTokens,
		cacheWriteTokens,
		outputTokens,
		reasoningTokens,
		totalTokens: inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
		costUsd: cost?.usd ?? null,
		costState: cost?.state ?? null,
		ttftMs: row.ttftMs,
		latencyMs: row.latencyMs,
		finishReason: row.finishReason,
		costExplanation: cost ? explainCost(cost) : [],
		keySource: row.keySource,
		keyVersion: row.keyVersion,
		keyLabel: row.keyLabel,
	};
}

const failureOf = (row: EndRow): NonNullable<HistoryEntry["failure"]> => ({
	reason: (row.failureReason ?? "unknown") as NonNullable<HistoryEntry["failure"]>["reason"],
	message: row.failureMessage ?? "The reason was not kept.",
	retryable: row.retryable ?? false,
});

/** The last event of a settled run; null while it is under way. */
export function endEventOf(row: EndRow): RunEvent | null {
	const end = runEndOf(row);
	switch (row.state) {
		case "started":
			return null;
		case "success":
			return { type: "done", ...end };
		case "failed":
			return { type: "failed", ...end, ...failureOf(row) };
		case "cancelled":
			return { type: "cancelled", ...end };
	}
}

/** It was stopped and has not ended: the server that carries it out has not seen it yet, or waits for its provider's count. */
export const isStopping = (row: Pick<Selected, "state" | "cancelRequestedAt">): boolean =>
	row.state === "started" && row.cancelRequestedAt !== null;

export function historyEntryOf(row: RunRow): HistoryEntry & { costExplanation: string[] } {
	return {
		...runEndOf(row),
		modelId: row.modelId,
		messages: row.messages as HistoryEntry["messages"],
		response: row.response,
		reasoning: row.reasoning,
		toolCalls: row.toolCalls as HistoryEntry["toolCalls"],
		cappedMaxTokens: row.cappedMaxTokens,
		parameters: row.parameters as HistoryEntry["parameters"],
		templateId: row.templateId,
		checks: row.state === "success" ? runChecks(row.checks as Check[], row.response) : [],
		status: row.state,
		isStopping: isStopping(row),
		failure: row.state === "failed" ? failureOf(row) : null,
		createdAt: row.startedAt,
	};
}

/** A run with its evidence. */
export function runDetailOf(row: RunRow): RunDetail {
	const price = row.price as Price | null;
	return {
		...historyEntryOf(row),
		usageSource: row.usageSource,
		reportedModel: row.reportedModel,
		price: price && { source: price.source, asOf: price.asOf },
	};
}
