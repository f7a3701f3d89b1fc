import { tracked } from "@trpc/server";
import { adminProcedure, protectedProcedure, publicProcedure, router } from "../../trpc.ts";
import { acceptChanges, dismissChanges } from "./decide-changes.ts";
import { followSync } from "./follow-sync.ts";
import { listChanges } from "./list-changes.ts";
import { clearPriceOverride, listPrices, setPriceOverride, showPrice } from "./price-overrides.ts";
import { cancelSync, refreshCatalog } from "./refresh.ts";
import { reopenChanges } from "./reopen-changes.ts";
import {
	cancelSyncOutput,
	decideChangesInput,
	decideChangesOutput,
	followSyncInput,
	listChangesInput,
	listChangesOutput,
	modelPriceInput,
	modelPriceOutput,
	priceHistoryInput,
	priceHistoryOutput,
	setOverrideInput,
	startSyncInput,
	startSyncOutput,
	syncIdInput,
	syncStatusOutput,
	syncSummary,
} from "./schema.ts";
import { startSync } from "./start-sync.ts";
import { syncStatus } from "./status.ts";

/** Listing providers' models, followed like a run: started once, by a mutation. */
const syncRouter = router({
	start: adminProcedure
		.input(startSyncInput)
		.output(startSyncOutput)
		.mutation(({ ctx, input }) => startSync(ctx, input, ctx)),
	events: adminProcedure.input(followSyncInput).subscription(async function* ({ ctx, input, signal }) {
		for await (const { id, event } of followSync(ctx, input, signal)) yield tracked(id, event);
	}),
	cancel: adminProcedure
		.input(syncIdInput)
		.output(cancelSyncOutput)
		.mutation(({ ctx, input }) => cancelSync(ctx, input.syncId)),
	/** Starts one and answers when it is over. */
	refresh: adminProcedure
		.input(startSyncInput)
		.output(syncSummary)
		.mutation(({ ctx, input, signal }) => refreshCatalog(ctx, input, signal)),
	status: protectedProcedure.output(syncStatusOutput).query(({ ctx }) => syncStatus(ctx)),
});

const changesRouter = router({
	list: adminProcedure
		.input(listChangesInput)
		.output(listChangesOutput)
		.query(({ ctx, input }) => listChanges(ctx, input)),
	accept: adminProcedure
		.input(decideChangesInput)
		.output(decideChangesOutput)
		.mutation(({ ctx, input }) => acceptChanges(ctx, input)),
	dismiss: adminProcedure
		.input(decideChangesInput)
		.output(decideChangesOutput)
		.mutation(({ ctx, input }) => dismissChanges(ctx, input)),
	reopen: adminProcedure
		.input(decideChangesInput)
		.output(decideChangesOutput)
		.mutation(({ ctx, input }) => reopenChanges(ctx, input)),
});

const priceRouter = router({
	byId: adminProcedure
		.input(modelPriceInput)
		.output(modelPriceOutput)
		.query(({ ctx, input }) => showPrice(ctx, input.modelId)),
	setOverride: adminProcedure
		.input(setOverrideInput)
		.output(modelPriceOutput)
		.mutation(({ ctx, input }) => setPriceOverride(ctx, input)),
	clearOverride: adminProcedure
		.input(modelPriceInput)
		.output(modelPriceOutput)
		.mutation(({ ctx, input }) => clearPriceOverride(ctx, input.modelId)),
});

/** What the catalog's router mounts beside its own procedures. */
export const syncProcedures = {
	sync: syncRouter,
	changes: changesRouter,
	price: priceRouter,
	priceHistory: publicProcedure
		.input(priceHistoryInput)
		.output(priceHistoryOutput)
		.query(({ ctx, input }) => listPrices(ctx, input)),
};
