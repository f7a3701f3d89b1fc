import { UnauthorizedError } from "@llm-hub/api";
import { loginInput, role, type SignedIn } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf } from "./access.ts";
import { failures, moment } from "./shapes.ts";

const tags = ["auth"];

const userShape = z.object({ id: z.string(), email: z.string(), name: z.string(), role, tier: z.string() });
const loginAnswer = z.object({
	token: z.string().describe("Send it as `Authorization: Bearer …`. Shown here and never again."),
	expires_at: moment,
	user: userShape,
});

const toUser = ({ id, email, name, role, tierCode }: SignedIn["user"]) => {
	return { id, email, name, role, tier: tierCode };
};

/** `/api/v1/auth`: a token for programs, and the cookie for browsers. */
export const authRoutes: FastifyPluginAsyncZod = async (app) => {
	app.post(
		"/login",
		{
			config: { access: "public" },
			schema: { tags, summary: "Sign in", body: loginInput, response: { 200: loginAnswer, ...failures } },
		},
		async (request) => {
			const { token, expiresAt, user } = await callerOf(request).auth.login(request.body);
			return { token, expires_at: expiresAt.toISOString(), user: toUser(user) };
		},
	);

	app.post(
		"/logout",
		{
			config: { access: "public" },
			schema: {
				tags,
				summary: "End this session",
				response: { 200: z.object({ success: z.literal(true) }), ...failures },
			},
		},
		async (request) => {
			await callerOf(request).auth.logout();
			return { success: true as const };
		},
	);

	app.get(
		"/me",
		{
			config: { access: "user" },
			schema: { tags, summary: "Who is signed in", response: { 200: z.object({ user: userShape }), ...failures } },
		},
		async (request) => {
			const { user } = await callerOf(request).auth.me();
			if (!user) throw new UnauthorizedError();
			return { user: toUser(user) };
		},
	);
};
