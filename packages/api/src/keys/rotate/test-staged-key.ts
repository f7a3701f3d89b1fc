import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { runTest } from "../run-test.ts";
import { atVersion, findKeyWithSlot, savedTarget } from "../saved-keys.ts";
import type { TestEvent } from "../schema.ts";
import type { KeyVersionInput } from "./schema.ts";

/**
 * Tests the version in the second slot on the path that its runs will take: the same host, the same stages.
 * @throws NotFoundError; ConflictError when that version is not there; UnreadableSecretError; LimitExceededError above
 *   the tests a minute. All before the first event.
 */
export async function testStagedKey(
	ctx: UserContext,
	{ providerId, version }: KeyVersionInput,
	signal?: AbortSignal,
): Promise<AsyncGenerator<TestEvent>> {
	const found = await findKeyWithSlot(ctx, providerId);
	if (!found) throw new NotFoundError("There is no such saved key.");
	const { slot, ...row } = found;
	if (slot?.version !== version) {
		throw new ConflictError(`Version ${version} of "${row.name}" is not staged. Look again.`);
	}
	const target = savedTarget(ctx, atVersion(row, slot));
	await ctx.services.keyTestLimiter.take(ctx.actor.userId);
	return runTest(ctx, { target, row, slot }, signal);
}
