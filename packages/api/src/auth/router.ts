import { publicProcedure, router, sessionProcedure } from "../trpc.ts";
import { changePassword } from "./change-password.ts";
import { login } from "./login.ts";
import { listSessions, revokeAllSessions, revokeSession } from "./manage-sessions.ts";
import { me } from "./me.ts";
import {
	changePasswordInput,
	endedOutput,
	loggedOutOutput,
	loginInput,
	meOutput,
	noInput,
	revokeAllSessionsInput,
	revokeSessionInput,
	sessionsOutput,
	setupInput,
	setupStatusInput,
	setupStatusOutput,
	signedInOutput,
	signInMethodsOutput,
} from "./schema.ts";
import { logout } from "./session.ts";
import { setup, setupStatus } from "./setup.ts";
import { signInMethods } from "./sign-in-methods.ts";

export const authRouter = router({
	me: publicProcedure
		.input(noInput)
		.output(meOutput)
		.query(({ ctx }) => me(ctx)),
	login: publicProcedure
		.input(loginInput)
		.output(signedInOutput)
		.mutation(({ ctx, input }) => login(ctx, input)),
	// Public, so that a browser whose session is over gets rid of its cookie as well.
	logout: publicProcedure
		.input(noInput)
		.output(loggedOutOutput)
		.mutation(({ ctx }) => logout(ctx)),
	methods: sessionProcedure
		.input(noInput)
		.output(signInMethodsOutput)
		.query(({ ctx }) => signInMethods(ctx)),
	changePassword: sessionProcedure
		.input(changePasswordInput)
		.output(signedInOutput)
		.mutation(({ ctx, input }) => changePassword(ctx, input)),
	setup: publicProcedure
		.input(setupInput)
		.output(signedInOutput)
		.mutation(({ ctx, input }) => setup(ctx, input)),
	// Reads only, and yet a mutation: a query's input stands in the URL, and from there the token would reach access logs.
	setupStatus: publicProcedure
		.input(setupStatusInput)
		.output(setupStatusOutput)
		.mutation(({ ctx, input }) => setupStatus(ctx, input)),
	sessions: router({
		list: sessionProcedure
			.input(noInput)
			.output(sessionsOutput)
			.query(({ ctx }) => listSessions(ctx)),
		revoke: sessionProcedure
			.input(revokeSessionInput)
			.output(endedOutput)
			.mutation(({ ctx, input }) => revokeSession(ctx, input)),
		revokeAll: sessionProcedure
			.input(revokeAllSessionsInput)
			.output(endedOutput)
			.mutation(({ ctx, input }) => revokeAllSessions(ctx, input)),
	}),
});
