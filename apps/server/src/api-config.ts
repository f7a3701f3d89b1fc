import type { ApiConfig, EncryptionKey } from "@llm-hub/api";
import type { Env } from "./env.ts";

/** What the API needs of the environment, with the keys and the Sandbox's base URL that the process found for it. */
export const apiConfig = (env: Env, encryptionKeys: EncryptionKey[], sandboxBaseUrl: string | null): ApiConfig => ({
	publicUrl: env.publicUrl,
	encryptionKeys,
	environmentProviders: env.environmentProviders,
	allowPrivateUpstreams: env.allowPrivateUpstreams,
	sandboxBaseUrl,
	sso: env.sso,
	keyTestsPerMinute: env.keyTestsPerMinute,
	runsPerMinute: env.runsPerMinute,
});
