import { type ProviderType, providerTypes } from "@llm-hub/providers";
import type { UserContext } from "../context.ts";
import { InvalidInputError, NotFoundError } from "../errors.ts";
import { checkedBaseUrl, keyNeededAgain } from "./base-url.ts";
import { firstEndpoint, noKey, sandboxEndpoint, savedEndpoint } from "./endpoints.ts";
import type { TestPlan } from "./keep-test.ts";
import { hostOf, sandboxSlug } from "./operator-targets.ts";
import { resultOfTest, runTest } from "./run-test.ts";
import { type Deps, findSavedKey, type SavedKey, savedKeys } from "./saved-keys.ts";
import { hostIsFixed, type TestEvent, type TestKeyInput, type TestResult } from "./schema.ts";

/**
 * Tests a key: a failed test is a result, not an error.
 * @throws NotFoundError for an unknown id; UnavailableError without a key or without a readable one; InvalidInputError
 *   for a base URL that may not be called; LimitExceededError above the tests a minute.
 */
export async function testKey(ctx: UserContext, input: TestKeyInput, signal?: AbortSignal): Promise<TestResult> {
	return resultOfTest(await testKeyLive(ctx, input, signal));
}

/** The same as it happens. Refusals come before the first event. */
export async function testKeyLive(
	ctx: UserContext,
	input: TestKeyInput,
	signal?: AbortSignal,
): Promise<AsyncGenerator<TestEvent>> {
	const plan = await planTest(ctx, input);
	await ctx.services.keyTestLimiter.take(ctx.actor.userId);
	return runTest(ctx, plan, signal);
}

async function planTest(deps: Deps, input: TestKeyInput): Promise<TestPlan> {
	const row = input.providerId === undefined ? null : await findSavedKey(deps, { id: input.providerId });
	const listed = row ? (row.providerType as ProviderType) : providerOfListedId(input.providerId);
	const type = input.providerType ?? listed;
	if (!type || (input.providerId !== undefined && !listed)) throw new NotFoundError("There is no such saved key.");
	if (listed && listed !== type) throw new InvalidInputError("providerType", "The saved key is of another provider.");
	if (input.apiKey !== undefined || input.baseUrl !== undefined) return planForm(deps, type, row, input);
	if (row) return savedEndpoint(deps, row);
	if (input.providerId !== sandboxSlug) return firstEndpoint(deps, type, await savedKeys(deps, type));
	const sandbox = sandboxEndpoint(deps);
	if (!sandbox) throw noKey("custom");
	return sandbox;
}

/** `keys.list` shows what is not saved under its provider type, and the Sandbox under its slug. */
const providerOfListedId = (id: string | undefined): ProviderType | undefined =>
	id === sandboxSlug ? "custom" : providerTypes.find((type) => type === id);

/** What stands in a form. No saved or environment key ever meets a host that a form says. */
function planForm(deps: Deps, provider: ProviderType, row: SavedKey | null, form: TestKeyInput): TestPlan {
	const { config } = deps.services;
	const secret = form.apiKey ?? null;
	const allowPrivate = config.allowPrivateUpstreams;
	if (provider !== "custom") {
		if (form.baseUrl !== undefined) throw new InvalidInputError("baseUrl", hostIsFixed);
		return { target: { provider, baseUrl: hostOf(config, provider), secret, allowPrivate }, row: null };
	}
	const baseUrl = checkedBaseUrl(config, form.baseUrl ?? row?.baseUrl ?? undefined);
	if (secret === null && row?.baseUrl === baseUrl) return savedEndpoint(deps, row);
	if (secret === null && row && row.encryptedSecret !== null) throw keyNeededAgain();
	return { target: { provider, baseUrl, secret, allowPrivate }, row: null };
}
