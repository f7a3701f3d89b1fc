import { type ProviderType, providerInfo, type Target } from "@llm-hub/providers";
import { UnavailableError } from "../errors.ts";
import { UnreadableSecretError } from "./keyring.ts";
import { environmentSlug, environmentTarget, sandboxSlug, sandboxTarget } from "./operator-targets.ts";
import { atVersion, type Deps, type KeyWithSlot, type SavedKey, savedTarget } from "./saved-keys.ts";

/** A host with the key it is called with, and whose they are. */
export interface Endpoint {
	target: Target;
	keySource: "database" | "environment" | "sandbox";
	/** The saved key at the version that is called with; null for the environment's and the Sandbox. */
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

export type Endpoints = [Endpoint, ...Endpoint[]];

/**
 * What serves a provider type, in the order in which it is tried: the enabled ones of `rows` by priority, those that are
 * set aside after the others; only where nothing is saved the environment's key, else (custom only) the Sandbox. A saved
 * key that is refused or cannot be read gives way to the next saved one but never to the environment, also when all are
 * set aside: which account pays must not change by accident. Custom endpoints are different hosts, so only the first one
 * is meant.
 * @param draw 0 to 100, the same for the same run: where it falls below a rotation's share, the next version pays
 * @returns null where there is none at all
 * @throws UnreadableSecretError when no saved key can be read
 */
export function endpointsOf(
	deps: Deps,
	provider: ProviderType,
	rows: readonly KeyWithSlot[],
	draw = neverShared,
): Endpoints | null {
	const enabled = rows.filter((row) => row.enabled);
	if (enabled.length > 0) {
		const [first, ...others] = readableEndpoints(deps, enabled, draw);
		return [first, ...others.filter(({ row }) => provider !== "custom" || row?.id === first.row?.id)];
	}
	const operators = environmentEndpoint(deps, provider) ?? (provider === "custom" ? sandboxEndpoint(deps) : null);
	return operators && [operators];
}

/**
 * The first that {@link endpointsOf} names, outside of any rotation's share: what tests and syncs call.
 * @throws UnreadableSecretError; UnavailableError when there is none at all
 */
export function firstEndpoint(deps: Deps, provider: ProviderType, rows: readonly KeyWithSlot[]): Endpoint {
	const endpoints = endpointsOf(deps, provider, rows);
	if (!endpoints) throw noKey(provider);
	return endpoints[0];
}

/** A draw that no share reaches. */
const neverShared = 100;

/** The readable versions of saved keys in the order in which they are tried. @throws UnreadableSecretError without any. */
export function readableEndpoints(deps: Deps, rows: readonly KeyWithSlot[], draw = neverShared): Endpoints {
	const versions = rows.flatMap((row) => versionsOf(row, draw));
	// A custom endpoint is another host: that it refuses its key is no reason to call the next one.
	const isBehind = ({ setAsideAt, providerType }: SavedKey) => setAsideAt !== null && providerType !== "custom";
	const ordered = [...versions.filter((row) => !isBehind(row)), ...versions.filter(isBehind)];
	const readable: Endpoint[] = [];
	let unreadable: UnreadableSecretError | null = null;
	for (const row of ordered) {
		try {
			readable.push(savedEndpoint(deps, row));
		} catch (error) {
			if (!(error instanceof UnreadableSecretError)) throw error;
			unreadable ??= error;
		}
	}
	const [first, ...others] = readable;
	if (first) return [first, ...others];
	throw unreadable ?? new Error("No saved key was given.");
}

/**
 * The versions of one key that may pay: the one in use, and the other one while it has a share or its grace. Each steps
 * in for the other; what is only staged never pays.
 */
function versionsOf({ slot, ...row }: KeyWithSlot, draw: number): SavedKey[] {
	if (!slot || slot.state === "staged" || slot.state === "retired") return [row];
	// Set aside is the version in use.
	const other = { ...atVersion(row, slot), setAsideAt: null };
	return slot.state === "sharing" && draw < (slot.sharePercent ?? 0) ? [other, row] : [row, other];
}

/** 503: nobody gave a key for the provider. */
export function noKey(provider: ProviderType): UnavailableError {
	const { displayName } = providerInfo[provider];
	return new UnavailableError(
		provider === "custom"
			? "There is no custom endpoint: an admin adds one under Providers."
			: `There is no key for ${displayName}: an admin adds one under Providers.`,
		{ rule: "no_key" },
	);
}
