import { tracked } from "@trpc/server";
import { protectedProcedure, router, spenderProcedure } from "../../trpc.ts";
import { createSuite } from "./create-suite.ts";
import { decide } from "./decide.ts";
import { decisionsOfModel } from "./decisions.ts";
import { estimateSuite } from "./estimate-suite.ts";
import { followSuite } from "./follow-suite.ts";
import { listSuites } from "./list-suites.ts";
import {
	createSuiteInput,
	decideInput,
	decision,
	decisionsInput,
	decisionsOutput,
	estimateSuiteInput,
	estimateSuiteOutput,
	followSuiteInput,
	listSuitesInput,
	listSuitesOutput,
	resumeSuiteInput,
	suiteCellInput,
	suiteCellOutput,
	suiteIdInput,
	suiteOutput,
} from "./schema.ts";
import { showCell, showSuite } from "./show-suite.ts";
import { cancelSuite, deleteSuite, resumeSuite, retryFailed } from "./steer-suite.ts";

/** Templates × models × repeats as one batch, and what is decided from it. */
export const suiteProcedures = router({
	/** A mutation, because a value of a variable must not stand in a URL; it changes nothing and spends nothing. */
	estimate: protectedProcedure
		.input(estimateSuiteInput)
		.output(estimateSuiteOutput)
		.mutation(({ ctx, input, signal }) => estimateSuite(ctx, input, signal)),
	create: spenderProcedure
		.input(createSuiteInput)
		.output(suiteOutput)
		.mutation(({ ctx, input }) => createSuite(ctx, input)),
	list: protectedProcedure
		.input(listSuitesInput)
		.output(listSuitesOutput)
		.query(({ ctx, input }) => listSuites(ctx, input)),
	byId: protectedProcedure
		.input(suiteIdInput)
		.output(suiteOutput)
		.query(({ ctx, input }) => showSuite(ctx, input)),
	events: protectedProcedure.input(followSuiteInput).subscription(async function* ({ ctx, input, signal }) {
		for await (const { id, event } of followSuite(ctx, input, signal)) yield tracked(id, event);
	}),
	cell: protectedProcedure
		.input(suiteCellInput)
		.output(suiteCellOutput)
		.query(({ ctx, input }) => showCell(ctx, input)),
	cancel: spenderProcedure
		.input(suiteIdInput)
		.output(suiteOutput)
		.mutation(({ ctx, input }) => cancelSuite(ctx, input)),
	resume: spenderProcedure
		.input(resumeSuiteInput)
		.output(suiteOutput)
		.mutation(({ ctx, input }) => resumeSuite(ctx, input)),
	retryFailed: spenderProcedure
		.input(suiteIdInput)
		.output(suiteOutput)
		.mutation(({ ctx, input }) => retryFailed(ctx, input)),
	delete: spenderProcedure
		.input(suiteIdInput)
		.output(suiteIdInput)
		.mutation(({ ctx, input }) => deleteSuite(ctx, input)),
	decide: spenderProcedure
		.input(decideInput)
		.output(decision)
		.mutation(({ ctx, input }) => decide(ctx, input)),
	/** What was decided about a model. */
	decisions: protectedProcedure
		.input(decisionsInput)
		.output(decisionsOutput)
		.query(({ ctx, input }) => decisionsOfModel(ctx, input)),
});
