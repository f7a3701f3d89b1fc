import { z } from "zod";
import { endedOutput, sessionsOutput } from "../auth/schema.ts";
import { accountProcedure, adminProcedure, protectedProcedure, router } from "../trpc.ts";
import { explainAccess, explainOwnAccess } from "./explain.ts";
import { listHolds } from "./holds.ts";
import { myAccess } from "./my-access.ts";
import { reconcile } from "./reconcile.ts";
import { createRequest, listRequests } from "./requests/ask-for-access.ts";
import { declineRequest, grantRequest } from "./requests/decide-request.ts";
import { listGrants, revokeGrant } from "./requests/grants.ts";
import * as requests from "./requests/schema.ts";
import { previewRules } from "./rules/preview-rules.ts";
import { listRules, listTiers, nameTiers, saveRules, saveTiers } from "./rules/save-policy.ts";
import * as rules from "./rules/schema.ts";
import {
	accessTrace,
	explainInput,
	explainOwnInput,
	hold,
	myAccessOutput,
	reconciliation,
	whoMayUseInput,
	whoMayUseOutput,
} from "./schema.ts";
import { createToken, listTokens, revokeToken } from "./tokens/manage-tokens.ts";
import * as tokens from "./tokens/schema.ts";
import { listUsers, showUser } from "./users/list-users.ts";
import { createUser, updateUser } from "./users/save-user.ts";
import * as users from "./users/schema.ts";
import { listUserSessions, revokeUserSession, revokeUserSessions } from "./users/sessions.ts";
import { unlinkSso } from "./users/unlink-sso.ts";
import { whoMayUse } from "./who-may-use.ts";

export const accessRouter = router({
	tiers: router({
		list: adminProcedure.output(rules.tiersOutput).query(({ ctx }) => listTiers(ctx)),
		names: protectedProcedure.output(rules.tierNamesOutput).query(({ ctx }) => nameTiers(ctx)),
		save: adminProcedure
			.input(rules.saveTiersInput)
			.output(rules.tiersOutput)
			.mutation(({ ctx, input }) => saveTiers(ctx, input)),
	}),
	rules: router({
		list: adminProcedure.output(rules.rulesOutput).query(({ ctx }) => listRules(ctx)),
		save: adminProcedure
			.input(rules.saveRulesInput)
			.output(rules.rulesOutput)
			.mutation(({ ctx, input }) => saveRules(ctx, input)),
		// Reads only, and yet a mutation: hundreds of rules do not fit into a query's URL.
		preview: adminProcedure
			.input(rules.previewRulesInput)
			.output(rules.previewOutput)
			.mutation(({ ctx, input }) => previewRules(ctx, input)),
	}),
	users: router({
		list: adminProcedure
			.input(users.listUsersInput)
			.output(users.usersOutput)
			.query(({ ctx, input }) => listUsers(ctx, input)),
		byId: adminProcedure
			.input(users.userIdInput)
			.output(users.userOutput)
			.query(({ ctx, input }) => showUser(ctx, input.userId)),
		create: adminProcedure
			.input(users.createUserInput)
			.output(users.userOutput)
			.mutation(({ ctx, input }) => createUser(ctx, input)),
		update: adminProcedure
			.input(users.updateUserInput)
			.output(users.userOutput)
			.mutation(({ ctx, input }) => updateUser(ctx, input)),
		disable: adminProcedure
			.input(users.userIdInput)
			.output(users.userOutput)
			.mutation(({ ctx, input }) => updateUser(ctx, { ...input, disabled: true })),
		unlinkSso: adminProcedure
			.input(users.userIdInput)
			.output(users.userOutput)
			.mutation(({ ctx, input }) => unlinkSso(ctx, input)),
		sessions: router({
			list: adminProcedure
				.input(users.userIdInput)
				.output(sessionsOutput)
				.query(({ ctx, input }) => listUserSessions(ctx, input)),
			revoke: adminProcedure
				.input(users.userSessionInput)
				.output(endedOutput)
				.mutation(({ ctx, input }) => revokeUserSession(ctx, input)),
			revokeAll: adminProcedure
				.input(users.userIdInput)
				.output(endedOutput)
				.mutation(({ ctx, input }) => revokeUserSessions(ctx, input)),
		}),
	}),
	tokens: router({
		list: accountProcedure
			.input(tokens.listTokensInput)
			.output(z.array(tokens.tokenOutput))
			.query(({ ctx, input }) => listTokens(ctx, input)),
		create: accountProcedure
			.input(tokens.createTokenInput)
			.output(tokens.createdTokenOutput)
			.mutation(({ ctx, input }) => createToken(ctx, input)),
		revoke: accountProcedure
			.input(tokens.tokenIdInput)
			.output(tokens.revokedOutput)
			.mutation(({ ctx, input }) => revokeToken(ctx, input)),
	}),
	requests: router({
		list: accountProcedure
			.input(requests.listRequestsInput)
			.output(z.array(requests.requestOutput))
			.query(({ ctx, input }) => listRequests(ctx, input)),
		create: accountProcedure
			.input(requests.createRequestInput)
			.output(requests.requestOutput)
			.mutation(({ ctx, input }) => createRequest(ctx, input)),
		grant: adminProcedure
			.input(requests.grantRequestInput)
			.output(requests.requestOutput)
			.mutation(({ ctx, input }) => grantRequest(ctx, input)),
		decline: adminProcedure
			.input(requests.declineRequestInput)
			.output(requests.requestOutput)
			.mutation(({ ctx, input }) => declineRequest(ctx, input)),
	}),
	grants: router({
		list: accountProcedure
			.input(requests.listGrantsInput)
			.output(z.array(requests.grantOutput))
			.query(({ ctx, input }) => listGrants(ctx, input)),
		revoke: adminProcedure
			.input(requests.grantIdInput)
			.output(tokens.revokedOutput)
			.mutation(({ ctx, input }) => revokeGrant(ctx, input)),
	}),
	ledger: router({
		holds: adminProcedure.output(z.array(hold)).query(({ ctx }) => listHolds(ctx)),
		reconcile: adminProcedure.output(reconciliation).query(({ ctx }) => reconcile(ctx.db)),
	}),
	explain: adminProcedure
		.input(explainInput)
		.output(accessTrace)
		.query(({ ctx, input }) => explainAccess(ctx, input)),
	/** "Why not?" for anybody, about themselves. */
	explainOwn: protectedProcedure
		.input(explainOwnInput)
		.output(accessTrace)
		.query(({ ctx, input }) => explainOwnAccess(ctx, input)),
	whoMayUse: adminProcedure
		.input(whoMayUseInput)
		.output(whoMayUseOutput)
		.query(({ ctx, input }) => whoMayUse(ctx, input)),
	mine: protectedProcedure.output(myAccessOutput).query(({ ctx }) => myAccess(ctx)),
});
