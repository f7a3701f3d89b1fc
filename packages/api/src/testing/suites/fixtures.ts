import type { UserActor } from "../../context.ts";
import type { Caller, TestApi } from "../../test/harness.ts";
import { type Lab, userContext } from "../fixtures.ts";
import { followSuite } from "./follow-suite.ts";
import type { SuiteEvent } from "./schema.ts";

type Made = Parameters<Caller["testing"]["suites"]["create"]>[0];

/** One puzzle with a check on one priced model. */
export const suiteOf = (more: Partial<Made> = {}): Made => ({
	suiteId: crypto.randomUUID(),
	name: "Which one",
	templates: [{ templateId: "logic-puzzle" }],
	modelIds: ["openai/priced"],
	...more,
});

export const chatCalls = ({ sandbox }: Lab) => sandbox.calls.filter(({ kind }) => kind === "chat");

/** Follows a suite until nothing of it is under way, or `until` says so. */
export async function followed(
	api: TestApi,
	actor: UserActor,
	suiteId: string,
	{ lastEventId = "", until }: { lastEventId?: string; until?: (event: SuiteEvent) => boolean } = {},
): Promise<{ id: string; event: SuiteEvent }[]> {
	const seen: { id: string; event: SuiteEvent }[] = [];
	for await (const one of followSuite(userContext(api, actor), { suiteId, lastEventId })) {
		seen.push(one);
		if (until?.(one.event)) break;
	}
	return seen;
}
