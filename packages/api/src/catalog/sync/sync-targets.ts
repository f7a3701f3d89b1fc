import { type Failure, type ProviderType, providerInfo, providerTypes, type Target } from "@llm-hub/providers";
import { UnavailableError } from "../../errors.ts";
import {
	type Endpoint,
	environmentEndpoint,
	firstEndpoint,
	sandboxEndpoint,
	savedEndpoint,
} from "../../keys/endpoints.ts";
import { UnreadableSecretError } from "../../keys/keyring.ts";
import { type Deps, type KeyWithSlot, savedKeys } from "../../keys/saved-keys.ts";

/** A provider or custom endpoint to list, with the key that its calls use. */
export interface SyncTarget {
	provider: ProviderType;
	/** Custom endpoints only. */
	endpoint: string | null;
	name: string;
	isSandbox: boolean;
	/** Or why there is no calling it. */
	call: { target: Target } | { failure: Failure };
}

/**
 * Everything that is configured, or what is of these providers: a named provider by the key that its calls use, each
 * enabled custom endpoint, the environment's, and the built-in Sandbox.
 */
export async function syncTargets(deps: Deps, providers?: readonly ProviderType[]): Promise<SyncTarget[]> {
	const rows = await savedKeys(deps);
	return providerTypes
		.filter((provider) => providers?.includes(provider) ?? true)
		.flatMap((provider) => {
			const own = rows.filter((row) => row.providerType === provider);
			return provider === "custom" ? customTargets(deps, own) : namedTarget(deps, provider, own);
		});
}

function namedTarget(deps: Deps, provider: ProviderType, rows: KeyWithSlot[]): SyncTarget[] {
	const { displayName: name } = providerInfo[provider];
	try {
		return [{ ...described(name, firstEndpoint(deps, provider, rows)), provider }];
	} catch (error) {
		if (error instanceof UnreadableSecretError) return [unreadable(provider, null, name, error)];
		if (error instanceof UnavailableError) return [];
		throw error;
	}
}

function customTargets(deps: Deps, rows: KeyWithSlot[]): SyncTarget[] {
	const saved = rows
		.filter(({ enabled }) => enabled)
		.map((row) => {
			try {
				return described(row.name, savedEndpoint(deps, row));
			} catch (error) {
				if (error instanceof UnreadableSecretError) return unreadable("custom", row.slug, row.name, error);
				throw error;
			}
		});
	const environment = environmentEndpoint(deps, "custom");
	const sandbox = sandboxEndpoint(deps);
	return [
		...saved,
		...(environment ? [described(providerInfo.custom.displayName, environment)] : []),
		...(sandbox ? [described("Sandbox", sandbox)] : []),
	];
}

const described = (name: string, { target, slug, keySource }: Endpoint): SyncTarget => ({
	provider: target.provider,
	endpoint: slug,
	name,
	isSandbox: keySource === "sandbox",
	call: { target },
});

const unreadable = (
	provider: ProviderType,
	endpoint: string | null,
	name: string,
	{ message }: UnreadableSecretError,
): SyncTarget => ({
	provider,
	endpoint,
	name,
	isSandbox: false,
	call: { failure: { reason: "unknown", message, retryable: false } },
});
