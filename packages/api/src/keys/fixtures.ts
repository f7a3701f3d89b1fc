import { type ProviderType, providerTypes } from "@llm-hub/providers";
import { createSandbox, type Sandbox } from "@llm-hub/sandbox";
import type { Context, UserActor } from "../context.ts";
import type { ApiConfig } from "../services.ts";
import { type Caller, createTestApi, type TestApi } from "../test/harness.ts";

/** Planted wherever a key can be entered, so that a test can look for it wherever it must not be. */
export const canary = "sk-canary-5f3a9c1e7b2d4806";

/** The API whose providers are one sandbox that speaks all nine wires, and its admin. */
export interface KeysLab {
	api: TestApi;
	sandbox: Sandbox;
	admin: UserActor;
	as: Caller;
	[Symbol.asyncDispose](): Promise<void>;
}

export async function createKeysLab(config: Partial<ApiConfig> = {}): Promise<KeysLab> {
	const sandbox = await createSandbox({ tokensPerSecond: 0 });
	const environmentProviders = hostsAt(sandbox);
	const api = await createTestApi({ environmentProviders, ...config });
	const admin = await api.createUser("admin");
	return {
		api,
		sandbox,
		admin,
		as: api.as(admin),
		[Symbol.asyncDispose]: async () => {
			await api.close();
			await sandbox.close();
		},
	};
}

export const namedProviders = providerTypes.filter(
	(type): type is Exclude<ProviderType, "custom"> => type !== "custom",
);

/** The admin's context, for a caller that needs more than it. */
export const contextOf = ({ api, admin }: KeysLab): Context => ({
	db: api.db,
	actor: admin,
	services: api.services,
	requestId: "test",
	address: "127.0.0.1",
	userAgent: null,
	setSessionCookie: () => {},
});

/** Every named provider's host moved to the sandbox by the operator; no keys. */
export const hostsAt = (sandbox: Sandbox): ApiConfig["environmentProviders"] =>
	Object.fromEntries(namedProviders.map((type) => [type, { baseUrl: sandbox.baseUrl(type) }]));

/** What a refused call says: its code and the fields it names. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; fields: string[]; message: string }> {
	try {
		await call;
	} catch (error) {
		const { code, message, cause } = error as { code: string; message: string; cause?: unknown };
		const issues =
			(cause as { details?: { issues?: { path: string; message: string }[] } })?.details?.issues ??
			(cause as { issues?: { path: PropertyKey[]; message: string }[] })?.issues?.map((issue) => ({
				path: issue.path.join("."),
				message: issue.message,
			})) ??
			[];
		return {
			code,
			message: [message, ...issues.map((issue) => issue.message)].join(" "),
			fields: issues.map(({ path }) => path),
		};
	}
	throw new Error("The call was not refused.");
}
