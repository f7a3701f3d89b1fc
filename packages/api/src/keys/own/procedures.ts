import { z } from "zod";
import { noInput } from "../../auth/schema.ts";
import { streamOf } from "../../stream-output.ts";
import { ownerProcedure, router } from "../../trpc.ts";
import { testEvent } from "../schema.ts";
import { deleteOwnKey } from "./delete-own-key.ts";
import { listOwnKeys } from "./list-own-keys.ts";
import { saveOwnKey } from "./save-own-key.ts";
import { listOwnKeysOutput, ownKeyRef, saveOwnKeyInput, testOwnKeyInput } from "./schema.ts";
import { testOwnKey } from "./test-own-key.ts";

export const ownKeysRouter = router({
	list: ownerProcedure
		.input(noInput)
		.output(listOwnKeysOutput)
		.query(({ ctx }) => listOwnKeys(ctx)),
	save: ownerProcedure
		.input(saveOwnKeyInput)
		.output(z.void())
		.mutation(({ ctx, input }) => saveOwnKey(ctx, input)),
	/** Yields the stages as they happen, then the result. */
	test: ownerProcedure
		.input(testOwnKeyInput)
		.output(streamOf(testEvent))
		.mutation(({ ctx, input, signal }) => testOwnKey(ctx, input, signal)),
	delete: ownerProcedure
		.input(ownKeyRef)
		.output(z.void())
		.mutation(({ ctx, input }) => deleteOwnKey(ctx, input)),
});
