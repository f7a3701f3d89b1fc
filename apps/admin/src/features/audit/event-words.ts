import type { AuditEvent } from "./use-audit-pages.ts";

/** Who acted, in a few words. */
export function whoOf({ actor }: Pick<AuditEvent, "actor">): string {
	if (actor.kind === "user") return actor.email ?? actor.id ?? "somebody";
	return actor.kind === "system" ? `LLM Hub${actor.id ? ` (${actor.id})` : ""}` : "nobody signed in";
}

/** What was acted on: the name that people had for it then. */
export const targetOf = ({ target }: Pick<AuditEvent, "target">): string =>
	target ? (target.name ?? target.id ?? target.type.replaceAll("_", " ")) : "–";

/** Whether the event tells of something that was refused. */
export const isRefusal = ({ action }: Pick<AuditEvent, "action">): boolean => action.endsWith(".failed");
