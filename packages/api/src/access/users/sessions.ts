import { listSessionsOf, revokeAllSessionsOf, revokeSessionOf } from "../../auth/manage-sessions.ts";
import type { Ended, SessionOutput } from "../../auth/schema.ts";
import type { Context } from "../../context.ts";
import { showUser } from "./list-users.ts";

/** Where a person is signed in. @throws NotFoundError */
export async function listUserSessions(ctx: Context, { userId }: { userId: string }): Promise<SessionOutput[]> {
	const { id } = await showUser(ctx, userId);
	return listSessionsOf(ctx, id);
}

/** Ends one session of a person, at once everywhere. @throws NotFoundError */
export async function revokeUserSession(ctx: Context, input: { userId: string; id: string }): Promise<Ended> {
	return revokeSessionOf(ctx, await showUser(ctx, input.userId), input.id);
}

/** Signs a person out everywhere. Tokens stay. @throws NotFoundError */
export async function revokeUserSessions(ctx: Context, { userId }: { userId: string }): Promise<Ended> {
	return revokeAllSessionsOf(ctx, await showUser(ctx, userId), { keepCurrent: false });
}
