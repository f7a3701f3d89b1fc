import type { UserActor } from "../../context.ts";
import type { Caller, TestApi } from "../../test/harness.ts";
import { hashPassword } from "../password.ts";
import type { Role, SignedIn } from "../schema.ts";
import { authenticate } from "../session.ts";

export const rightPassword = "turnip orbit lantern";

/** A user who can sign in with `rightPassword`. */
export async function createPerson(api: TestApi, overrides: { email?: string; role?: Role } = {}): Promise<UserActor> {
	const { role = "user", ...rest } = overrides;
	return api.createUser(role, { passwordHash: await hashPassword(rightPassword), ...rest });
}

/** Signs in through the real router, and comes back as the server would see the next request with that token. */
export async function signIn(
	api: TestApi,
	email: string,
	from: { address?: string; userAgent?: string } = {},
): Promise<SignedIn & { actor: UserActor; caller: Caller }> {
	const signedIn = await api.as(null, from).auth.login({ email, password: rightPassword });
	const actor = await authenticate(api.db, signedIn.token);
	if (!actor) throw new Error("The new token opens nothing.");
	return { ...signedIn, actor, caller: api.as(actor) };
}
