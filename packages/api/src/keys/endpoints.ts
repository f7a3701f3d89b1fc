import { type ProviderType, providerInfo, type Target } from "@llm-hub/providers";
import { UnavailableError } from "../errors.ts";
import { UnreadableSecretError } from "./keyring.ts";
import { environmentSlug, environmentTarget, sandboxSlug, sandboxTarget } from "./operator-targets.ts";
import { type Deps, type SavedKey, savedTarget } from "./saved-keys.ts";

/** A host with the key it is called with, and whose they are. */
export interface Endpoint {
	target: Target;
	keySource: "database" | "environment" | "sandbox";
	/** The saved key; null for the environment's and the Sandbox. */
	row: SavedKey | null;
	/** How a custom model's id names it. */
	slug: string | null;
}

/** @throws UnreadableSecretError */
export const savedEndpoint = (deps: Deps, row: SavedKey): Endpoint => ({
	target: savedTarget(deps, row),
	keySource: "database",
	row,
	slug: row.providerType === "custom" ? row.slug : null,
});

/** The environment's key for a provider, or null. */
export function environmentEndpoint({ services }: Deps, provider: ProviderType): Endpoint | null {
	const target = environmentTarget(services.config, provider);
	const slug = provider === "custom" ? environmentSlug : null;
	return target && { target, keySource: "environment", row: null, slug };
}

/** The built-in Sandbox, or null where it is not offered. */
export function sandboxEndpoint({ services }: Deps): Endpoint | null {
	const target = sandboxTarget(services.config);
	return target && { target, keySource: "sandbox", row: null, slug: sandboxSlug };
}

/**
 * What serves a provider type: the first enabled one of `rows`, else the environment's key, else (custom only) the
 * Sandbox. A saved key that cannot be read gives way to the next saved one but never to the environment: which account
 * pays must not change by accident.
 * @throws UnreadableSecretError when no saved key can be read; UnavailableError when there is none at all.
 */
export function firstEndpoint(deps: Deps, provider: ProviderType, rows: readonly SavedKey[]): Endpoint {
	let unreadable: UnreadableSecretError | null = null;
	for (const row of rows.filter(({ enabled }) => enabled)) {
		try {
			return savedEndpoint(deps, row);
		} catch (error) {
			if (!(error instanceof UnreadableSecretError)) throw error;
			unreadable ??= error;
		}
	}
	if (unreadable) throw unreadable;
	const operators = environmentEndpoint(deps, provider) ?? (provider === "custom" ? sandboxEndpoint(deps) : null);
	if (!operators) throw noKey(provider);
	return operators;
}

/** 503: nobody gave a key for the provider. */
export function noKey(provider: ProviderType): UnavailableError {
	const { displayName } = providerInfo[provider];
	return new UnavailableError(
		provider === "custom"
			? "There is no custom endpoint: an admin adds one under Providers."
			: `There is no key for ${displayName}: an admin adds one under Providers.`,
	);
}
