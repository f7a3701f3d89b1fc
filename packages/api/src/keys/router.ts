import { noInput } from "../auth/schema.ts";
import { streamOf } from "../stream-output.ts";
import { adminProcedure, router } from "../trpc.ts";
import { reorderKeys, setKeyEnabled } from "./arrange-keys.ts";
import {
	reminder,
	reorderKeysInput,
	reorderKeysOutput,
	setKeyEnabledInput,
	setKeyEnabledOutput,
} from "./arrange-schema.ts";
import { proveKeyring } from "./canary.ts";
import { deleteKey } from "./delete-key.ts";
import { listKeys } from "./list-keys.ts";
import { ownKeysRouter } from "./own/procedures.ts";
import { listProviderInfo } from "./provider-info.ts";
import { reencrypt } from "./reencrypt.ts";
import { setReminder } from "./reminder.ts";
import { rotateRouter } from "./rotate/procedures.ts";
import { saveKey } from "./save-key.ts";
import {
	deleteKeyInput,
	deleteKeyOutput,
	keyringOutput,
	listKeysOutput,
	listProviderInfoOutput,
	reencryptEvent,
	reencryptInput,
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
	/** In which order the saved keys of a provider are tried. */
	reorder: adminProcedure
		.input(reorderKeysInput)
		.output(reorderKeysOutput)
		.mutation(({ ctx, input }) => reorderKeys(ctx, input)),
	setEnabled: adminProcedure
		.input(setKeyEnabledInput)
		.output(setKeyEnabledOutput)
		.mutation(({ ctx, input }) => setKeyEnabled(ctx, input)),
	/** After how many days the pages remind of a key. */
	setReminder: adminProcedure
		.input(reminder)
		.output(reminder)
		.mutation(({ ctx, input }) => setReminder(ctx, input)),
	/** The caller's own keys. */
	own: ownKeysRouter,
	rotate: rotateRouter,
	/** Whether the keyring opens what is saved, and which of its keys wraps how much. */
	keyring: adminProcedure
		.input(noInput)
		.output(keyringOutput)
		.query(({ ctx }) => proveKeyring(ctx.db, ctx.services.keyring)),
	/** Wraps every secret with the first key of the ring; yields progress, then the result. */
	reencrypt: adminProcedure
		.input(reencryptInput)
		.output(streamOf(reencryptEvent))
		.mutation(({ ctx, input, signal }) => reencrypt(ctx, input, signal)),
});
