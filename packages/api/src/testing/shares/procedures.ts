import { protectedProcedure, router, spenderProcedure } from "../../trpc.ts";
import { openShare } from "./open-share.ts";
import { sharedTestOutput, shareIdInput, shareOutput, shareStateOutput, shareTarget } from "./schema.ts";
import { revokeShare, shareTest, showShare } from "./share-test.ts";

/** Links by which a colleague reads a test. */
export const shareProcedures = router({
	create: spenderProcedure
		.input(shareTarget)
		.output(shareOutput)
		.mutation(({ ctx, input }) => shareTest(ctx, input)),
	of: protectedProcedure
		.input(shareTarget)
		.output(shareStateOutput)
		.query(({ ctx, input }) => showShare(ctx, input)),
	revoke: spenderProcedure
		.input(shareIdInput)
		.output(shareIdInput)
		.mutation(({ ctx, input }) => revokeShare(ctx, input)),
	/** What a link shows. */
	open: protectedProcedure
		.input(shareIdInput)
		.output(sharedTestOutput)
		.query(({ ctx, input }) => openShare(ctx, input)),
});
