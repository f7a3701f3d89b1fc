import { noInput } from "../auth/schema.ts";
import { streamOf } from "../stream-output.ts";
import { adminProcedure, router } from "../trpc.ts";
import { deleteKey } from "./delete-key.ts";
import { listKeys } from "./list-keys.ts";
import { listProviderInfo } from "./provider-info.ts";
import { saveKey } from "./save-key.ts";
import {
	deleteKeyInput,
	deleteKeyOutput,
	listKeysOutput,
	listProviderInfoOutput,
	saveKeyInput,
	saveKeyOutput,
	testEvent,
	testKeyInput,
	testResultOutput,
} from "./schema.ts";
import { testKey, testKeyLive } from "./test-key.ts";

export const keysRouter = router({
	list: adminProcedure
		.input(noInput)
		.output(listKeysOutput)
		.query(({ ctx }) => listKeys(ctx)),
	info: adminProcedure
		.input(noInput)
		.output(listProviderInfoOutput)
		.query(() => listProviderInfo()),
	save: adminProcedure
		.input(saveKeyInput)
		.output(saveKeyOutput)
		.mutation(({ ctx, input, signal }) => saveKey(ctx, input, signal)),
	test: adminProcedure
		.input(testKeyInput)
		.output(testResultOutput)
		.mutation(({ ctx, input, signal }) => testKey(ctx, input, signal)),
	/** Yields the stages as they happen, then the result. */
	testLive: adminProcedure
		.input(testKeyInput)
		.output(streamOf(testEvent))
		.mutation(({ ctx, input, signal }) => testKeyLive(ctx, input, signal)),
	delete: adminProcedure
		.input(deleteKeyInput)
		.output(deleteKeyOutput)
		.mutation(({ ctx, input }) => deleteKey(ctx, input)),
});
