import { tracked } from "@trpc/server";
import { z } from "zod";
import { protectedProcedure, router, spenderProcedure } from "../trpc.ts";
import { cancelRun } from "./cancel-run.ts";
import { estimateRuns } from "./estimate.ts";
import { followRun } from "./follow-run.ts";
import { followRuns } from "./follow-runs.ts";
import { groupProcedures } from "./groups/procedures.ts";
import { listHistory, showChecks, showRun, summarise } from "./history.ts";
import { metricsInput, metricsOutput } from "./metrics/schema.ts";
import { showMetrics } from "./metrics/show-metrics.ts";
import { estimateInput, startRunInput } from "./request-schema.ts";
import { loadImages } from "./run-images.ts";
import { runProcedures } from "./runs/procedures.ts";
import {
	estimateOutput,
	followRunInput,
	followRunsInput,
	historyInput,
	historyOutput,
	ownRunDetail,
	runIdInput,
	runImages,
	startRunOutput,
	statsOutput,
	supportsInput,
	supportsOutput,
} from "./schema.ts";
import { shareProcedures } from "./shares/procedures.ts";
import { startRun } from "./start-run.ts";
import { suiteProcedures } from "./suites/procedures.ts";
import { describeSupport } from "./supports.ts";
import { checkResult } from "./templates/check-schema.ts";
import { templateProcedures } from "./templates/procedures.ts";
import { voteProcedures } from "./votes/procedures.ts";

export const testingRouter = router({
	templates: templateProcedures,
	/** A mutation, because it spends: following it is what may be repeated. */
	start: spenderProcedure
		.input(startRunInput)
		.output(startRunOutput)
		.mutation(({ ctx, input }) => startRun(ctx, input)),
	/** A mutation, because a prompt must not stand in a URL; it changes nothing and spends nothing. */
	estimate: protectedProcedure
		.input(estimateInput)
		.output(estimateOutput)
		.mutation(({ ctx, input, signal }) => estimateRuns(ctx, input, signal)),
	supports: protectedProcedure
		.input(supportsInput)
		.output(supportsOutput)
		.query(({ ctx, input }) => describeSupport(ctx, input)),
	events: protectedProcedure.input(followRunInput).subscription(async function* ({ ctx, input, signal }) {
		for await (const { id, event } of followRun(ctx, input, signal)) yield tracked(id, event);
	}),
	/** The events of several runs over one stream. */
	eventsOf: protectedProcedure.input(followRunsInput).subscription(async function* ({ ctx, input, signal }) {
		for await (const { id, events } of followRuns(ctx, input, signal)) yield tracked(id, events);
	}),
	/** Runs that were started together, to stand side by side. */
	groups: groupProcedures,
	votes: voteProcedures,
	suites: suiteProcedures,
	runs: runProcedures,
	shares: shareProcedures,
	/** What one's runs measured, by model. */
	metrics: protectedProcedure
		.input(metricsInput)
		.output(metricsOutput)
		.query(({ ctx, input }) => showMetrics(ctx, input)),
	cancel: protectedProcedure
		.input(runIdInput)
		.output(z.object({ cancelled: z.boolean() }))
		.mutation(({ ctx, input }) => cancelRun(ctx, input)),
	history: protectedProcedure
		.input(historyInput)
		.output(historyOutput)
		.query(({ ctx, input }) => listHistory(ctx, input)),
	byId: protectedProcedure
		.input(runIdInput)
		.output(ownRunDetail)
		.query(({ ctx, input }) => showRun(ctx, input)),
	checks: protectedProcedure
		.input(runIdInput)
		.output(z.array(checkResult))
		.query(({ ctx, input }) => showChecks(ctx, input)),
	images: protectedProcedure
		.input(runIdInput)
		.output(runImages)
		.query(({ ctx, input }) => loadImages(ctx, input)),
	stats: protectedProcedure.output(statsOutput).query(({ ctx }) => summarise(ctx)),
});
