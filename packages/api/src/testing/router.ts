import { router } from "../trpc.ts";

export const testingRouter = router({});
