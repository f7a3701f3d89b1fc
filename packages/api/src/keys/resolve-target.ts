import { schema } from "@llm-hub/db";
import { type ProviderType, providerInfo, providerTypes, type Target } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { UnreadableSecretError } from "./keyring.ts";
import { environmentSlug, environmentTarget, sandboxSlug, sandboxTarget } from "./operator-targets.ts";
import { type Deps, type SavedKey, savedKeys, savedTarget } from "./saved-keys.ts";

/** Where a model's calls go, and who pays. */
export interface ResolvedTarget {
	target: Target;
	/** The provider's own id of the model. */
	upstreamModel: string;
	/** The saved key that pays; null for the environment's and the Sandbox. */
	providerId: string | null;
	keySource: "database" | "environment" | "sandbox";
	/** The model's id with its endpoint named, as the catalog has it: `custom/<slug>/<model>` for `custom/<model>`. */
	catalogId: string;
}

type Endpoint = Pick<ResolvedTarget, "target" | "providerId" | "keySource"> & { slug: string | null };

/**
 * Finds the key and host for `<provider>/<upstream model>`: the first enabled saved key by priority, else the
 * environment's, else (custom only) the Sandbox. `custom/<slug>/<model>` names one endpoint and never goes to another.
 * @throws NotFoundError for an unknown provider; UnavailableError when there is no key for it.
 */
export async function resolveTarget(deps: Deps, modelId: string): Promise<ResolvedTarget> {
	const { provider, rest } = splitModelId(modelId);
	const found = provider === "custom" ? await customEndpoint(deps, rest) : await namedKey(deps, provider, rest);
	const { slug, upstreamModel, ...endpoint } = found;
	return { ...endpoint, upstreamModel, catalogId: [provider, slug, upstreamModel].filter(Boolean).join("/") };
}

function splitModelId(modelId: string): { provider: ProviderType; rest: string } {
	const slash = modelId.indexOf("/");
	const provider = providerTypes.find((type) => type === modelId.slice(0, slash));
	const rest = modelId.slice(slash + 1);
	if (!provider || rest === "") {
		throw new NotFoundError(
			`No provider is known for this model id. Write it as <provider>/<model>, where the provider is one of ${providerTypes.join(", ")}.`,
		);
	}
	return { provider, rest };
}

type Found = Endpoint & { upstreamModel: string };

async function namedKey(deps: Deps, provider: ProviderType, upstreamModel: string): Promise<Found> {
	const first = firstEndpoint(deps, provider, await savedKeys(deps, provider));
	if (!first) throw noKey(provider);
	return { ...first, slug: null, upstreamModel };
}

async function customEndpoint(deps: Deps, rest: string): Promise<Found> {
	const rows = await savedKeys(deps, "custom");
	const slash = rest.indexOf("/");
	const slug = slash > 0 && slash < rest.length - 1 ? rest.slice(0, slash) : null;
	const named = slug === null ? null : await namedEndpoint(deps, rows, slug, rest);
	if (named) return { ...named, upstreamModel: rest.slice(slash + 1) };
	const first = firstEndpoint(deps, "custom", rows);
	if (!first) throw noKey("custom");
	return { ...first, upstreamModel: rest };
}

/** The endpoint that a slug means, or null when the segment is part of a model's own id. */
async function namedEndpoint(deps: Deps, rows: SavedKey[], slug: string, rest: string): Promise<Endpoint | null> {
	const { config } = deps.services;
	const row = rows.find((candidate) => candidate.slug === slug);
	if (row && !row.enabled) throw new UnavailableError(`The endpoint "${row.name}" is disabled.`);
	if (row) return savedEndpoint(deps, row);
	if (slug === sandboxSlug) {
		const target = sandboxTarget(config);
		if (!target) throw new UnavailableError("The built-in Sandbox is not offered on this server.");
		return { target, providerId: null, keySource: "sandbox", slug };
	}
	if (slug === environmentSlug) {
		const target = environmentTarget(config, "custom");
		if (!target) throw noKey("custom");
		return { target, providerId: null, keySource: "environment", slug };
	}
	// What was meant for an endpoint that is gone must not reach another one.
	const { llmModels } = schema;
	const [known] = await deps.db
		.select({ id: llmModels.id })
		.from(llmModels)
		.where(and(eq(llmModels.id, `custom/${rest}`), eq(llmModels.endpointSlug, slug)));
	if (known)
		throw new UnavailableError(`The endpoint custom/${slug} is gone: an admin saves it again under Providers.`);
	return null;
}

/**
 * What serves a provider type. A saved key that cannot be read gives way to the next saved one but never to the
 * environment: which account pays must not change by accident.
 */
function firstEndpoint(deps: Deps, provider: ProviderType, rows: SavedKey[]): Endpoint | null {
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
	const { config } = deps.services;
	const environment = environmentTarget(config, provider);
	if (environment) {
		const slug = provider === "custom" ? environmentSlug : null;
		return { target: environment, providerId: null, keySource: "environment", slug };
	}
	const sandbox = provider === "custom" ? sandboxTarget(config) : null;
	return sandbox && { target: sandbox, providerId: null, keySource: "sandbox", slug: sandboxSlug };
}

const savedEndpoint = (deps: Deps, row: SavedKey): Endpoint => ({
	target: savedTarget(deps, row),
	providerId: row.id,
	keySource: "database",
	slug: row.slug,
});

const noKey = (provider: ProviderType) => {
	const { displayName } = providerInfo[provider];
	return new UnavailableError(
		provider === "custom"
			? "There is no custom endpoint: an admin adds one under Providers."
			: `There is no key for ${displayName}: an admin adds one under Providers.`,
	);
};
