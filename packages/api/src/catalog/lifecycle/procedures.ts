import { adminProcedure, protectedProcedure, router } from "../../trpc.ts";
import { exportLifecycle } from "./export-lifecycle.ts";
import { lifecycleExportOutput, lifecycleOutput } from "./schema.ts";
import { showLifecycle } from "./show-lifecycle.ts";

export const lifecycleRouter = router({
	show: protectedProcedure.output(lifecycleOutput).query(({ ctx }) => showLifecycle(ctx)),
	export: adminProcedure.output(lifecycleExportOutput).query(({ ctx }) => exportLifecycle(ctx)),
});
