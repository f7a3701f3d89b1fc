import { type ProviderType, providerInfo, type Target } from "@llm-hub/providers";
import type { ApiConfig } from "../services.ts";

/** Slugs that no saved endpoint may take, because `custom/<slug>/…` already means these. */
export const sandboxSlug = "sandbox";
export const environmentSlug = "environment";
export const reservedSlugs: ReadonlySet<string> = new Set([sandboxSlug, environmentSlug]);

type TargetConfig = Pick<ApiConfig, "environmentProviders" | "allowPrivateUpstreams" | "sandboxBaseUrl">;

/** A named provider's host: fixed in code, unless the operator's environment says another. */
export function hostOf({ environmentProviders }: TargetConfig, provider: ProviderType): string {
	const baseUrl = environmentProviders[provider]?.baseUrl ?? providerInfo[provider].defaultBaseUrl;
	if (baseUrl === null) throw new Error(`${provider} has no host of its own`);
	return baseUrl;
}

/** What the environment offers for a provider, or null. A custom server needs its URL and no key, the others a key. */
export function environmentTarget(config: TargetConfig, provider: ProviderType): Target | null {
	const { apiKey, baseUrl } = config.environmentProviders[provider] ?? {};
	const offered = provider === "custom" ? baseUrl : apiKey;
	if (!offered) return null;
	return {
		provider,
		baseUrl: hostOf(config, provider),
		secret: apiKey ?? null,
		allowPrivate: config.allowPrivateUpstreams,
	};
}

/** The Sandbox that runs beside the server, or null where it is not offered. It takes no key. */
export function sandboxTarget({ sandboxBaseUrl }: TargetConfig): Target | null {
	return sandboxBaseUrl === null
		? null
		: { provider: "custom", baseUrl: sandboxBaseUrl, secret: null, allowPrivate: true };
}
