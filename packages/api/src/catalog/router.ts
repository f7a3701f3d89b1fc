import { noInput } from "../auth/schema.ts";
import { adminProcedure, protectedProcedure, publicProcedure, router } from "../trpc.ts";
import { aliasesRouter } from "./aliases/procedures.ts";
import { bulkRouter } from "./bulk/procedures.ts";
import { calculateCosts } from "./calculate/calculate.ts";
import { calculateInput, calculateOutput } from "./calculate/schema.ts";
import { compareModels } from "./compare/compare-models.ts";
import { compareInput, compareOutput } from "./compare/schema.ts";
import { countFacets } from "./facets.ts";
import { lifecycleRouter } from "./lifecycle/procedures.ts";
import { listCatalog, listModelIds, showModel } from "./list-models.ts";
import { measureByDay, measureModels } from "./measured.ts";
import {
	catalogProvidersOutput,
	catalogStatsOutput,
	facetsOutput,
	listModelsInput,
	listModelsOutput,
	measuredByDayOutput,
	measuredInput,
	measuredOutput,
	modelDetailOutput,
	modelFiltersInput,
	modelIdInput,
	modelIdsInput,
	modelIdsOutput,
	seenOutput,
	setEnabledInput,
	setEnabledOutput,
} from "./schema.ts";
import { setEnabled } from "./set-enabled.ts";
import { similarInput, similarOutput } from "./similar/schema.ts";
import { similarModels } from "./similar/similar-models.ts";
import { listCatalogProviders, summariseCatalog } from "./stats.ts";
import { syncProcedures } from "./sync/procedures.ts";
import { viewsRouter } from "./views/procedures.ts";

export const catalogRouter = router({
	list: publicProcedure
		.input(listModelsInput)
		.output(listModelsOutput)
		.query(({ ctx, input }) => listCatalog(ctx, input)),
	facets: publicProcedure
		.input(modelFiltersInput)
		.output(facetsOutput)
		.query(({ ctx, input }) => countFacets(ctx, input)),
	ids: publicProcedure
		.input(modelIdsInput)
		.output(modelIdsOutput)
		.query(({ ctx, input }) => listModelIds(ctx, input)),
	byId: publicProcedure
		.input(modelIdInput)
		.output(modelDetailOutput)
		.query(({ ctx, input }) => showModel(ctx, input.id)),
	compare: publicProcedure
		.input(compareInput)
		.output(compareOutput)
		.query(({ ctx, input }) => compareModels(ctx, input)),
	calculate: publicProcedure
		.input(calculateInput)
		.output(calculateOutput)
		.query(({ ctx, input }) => calculateCosts(ctx, input)),
	stats: protectedProcedure
		.input(noInput)
		.output(catalogStatsOutput)
		.query(({ ctx }) => summariseCatalog(ctx)),
	providers: protectedProcedure
		.input(noInput)
		.output(catalogProvidersOutput)
		.query(({ ctx }) => listCatalogProviders(ctx)),
	setEnabled: adminProcedure
		.input(setEnabledInput)
		.output(setEnabledOutput)
		.mutation(({ ctx, input }) => setEnabled(ctx, input)),
	seen: protectedProcedure.output(seenOutput).query(({ ctx }) => ctx.services.seenModels.current()),
	measured: protectedProcedure
		.input(measuredInput)
		.output(measuredOutput)
		.query(({ ctx, input }) => measureModels(ctx, input)),
	measuredByDay: protectedProcedure
		.input(modelIdInput)
		.output(measuredByDayOutput)
		.query(({ ctx, input }) => measureByDay(ctx, input.id)),
	similar: protectedProcedure
		.input(similarInput)
		.output(similarOutput)
		.query(({ ctx, input }) => similarModels(ctx, input)),
	lifecycle: lifecycleRouter,
	bulk: bulkRouter,
	aliases: aliasesRouter,
	views: viewsRouter,
	...syncProcedures,
});
