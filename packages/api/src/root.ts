import { accessRouter } from "./access/router.ts";
import { auditRouter } from "./audit/router.ts";
import { authRouter } from "./auth/router.ts";
import { catalogRouter } from "./catalog/router.ts";
import { keysRouter } from "./keys/router.ts";
import { testingRouter } from "./testing/router.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
	access: accessRouter,
	audit: auditRouter,
	auth: authRouter,
	catalog: catalogRouter,
	keys: keysRouter,
	testing: testingRouter,
});

export type AppRouter = typeof appRouter;

/** Calls the router from inside the process, as a door for another protocol does. */
export const createCaller = createCallerFactory(appRouter);
