import { protectedProcedure, router, spenderProcedure } from "../../trpc.ts";
import { groupIdInput, groupOutput, rerunMemberInput, startGroupInput } from "./schema.ts";
import { showGroup } from "./show-group.ts";
import { rerunMember, startGroup } from "./start-group.ts";

export const groupProcedures = router({
	start: spenderProcedure
		.input(startGroupInput)
		.output(groupOutput)
		.mutation(({ ctx, input }) => startGroup(ctx, input)),
	rerun: spenderProcedure
		.input(rerunMemberInput)
		.output(groupOutput)
		.mutation(({ ctx, input }) => rerunMember(ctx, input)),
	byId: protectedProcedure
		.input(groupIdInput)
		.output(groupOutput)
		.query(({ ctx, input }) => showGroup(ctx, input)),
});
