import type { Context } from "../context.ts";
import { needsSetup } from "./setup.ts";

/** Who the caller is, and, to an anonymous one, whether the first admin is still to be made. */
export async function me({ db, actor, services }: Context) {
	const sso = services.sso !== null;
	if (!actor || actor.kind === "system") return { user: null, needsSetup: await needsSetup(db), sso };
	const { userId: id, email, name, role, tierCode } = actor;
	return { user: { id, email, name, role, tierCode }, needsSetup: false, sso };
}
