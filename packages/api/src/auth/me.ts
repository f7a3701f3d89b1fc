import type { Context } from "../context.ts";
import { needsSetup } from "./setup.ts";

/** Who the caller is, and, to an anonymous one, whether the first admin is still to be made. */
export async function me({ db, actor }: Context) {
	if (!actor || actor.kind === "system") return { user: null, needsSetup: await needsSetup(db) };
	const { userId: id, email, name, role, tierCode } = actor;
	return { user: { id, email, name, role, tierCode }, needsSetup: false };
}
