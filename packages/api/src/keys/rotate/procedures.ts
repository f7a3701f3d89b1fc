import { streamOf } from "../../stream-output.ts";
import { adminProcedure, router } from "../../trpc.ts";
import { testEvent } from "../schema.ts";
import { promoteKey } from "./promote-key.ts";
import { retireKey } from "./retire-key.ts";
import { rollBackKey } from "./roll-back-key.ts";
import { keyVersionInput, promoteKeyInput, rotationInput, rotationOutput, stageKeyInput } from "./schema.ts";
import { showRotation } from "./show-rotation.ts";
import { stageKey } from "./stage-key.ts";
import { testStagedKey } from "./test-staged-key.ts";

/** From one secret of a saved key to the next without a moment that has none. */
export const rotateRouter = router({
	status: adminProcedure
		.input(rotationInput)
		.output(rotationOutput)
		.query(({ ctx, input }) => showRotation(ctx, input)),
	stage: adminProcedure
		.input(stageKeyInput)
		.output(rotationOutput)
		.mutation(({ ctx, input }) => stageKey(ctx, input)),
	/** Yields the stages as they happen, then the result. */
	test: adminProcedure
		.input(keyVersionInput)
		.output(streamOf(testEvent))
		.mutation(({ ctx, input, signal }) => testStagedKey(ctx, input, signal)),
	promote: adminProcedure
		.input(promoteKeyInput)
		.output(rotationOutput)
		.mutation(({ ctx, input }) => promoteKey(ctx, input)),
	rollback: adminProcedure
		.input(keyVersionInput)
		.output(rotationOutput)
		.mutation(({ ctx, input }) => rollBackKey(ctx, input)),
	retire: adminProcedure
		.input(keyVersionInput)
		.output(rotationOutput)
		.mutation(({ ctx, input }) => retireKey(ctx, input)),
});
