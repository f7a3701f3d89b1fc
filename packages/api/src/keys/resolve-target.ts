import { schema } from "@llm-hub/db";
import { type ProviderType, providerTypes, type Target } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import { NotFoundError, UnavailableError } from "../errors.ts";
import {
	type Endpoint,
	environmentEndpoint,
	firstEndpoint,
	noKey,
	sandboxEndpoint,
	savedEndpoint,
} from "./endpoints.ts";
import { environmentSlug, sandboxSlug } from "./operator-targets.ts";
import { type Deps, type SavedKey, savedKeys } from "./saved-keys.ts";

/** Where a model's calls go, and who pays. */
export interface ResolvedTarget {
	target: Target;
	/** The provider's own id of the model. */
	upstreamModel: string;
	/** The saved key that pays; null for the environment's and the Sandbox. */
	providerId: string | null;
	keySource: Endpoint["keySource"];
	/** The model's id with its endpoint named, as the catalog has it: `custom/<slug>/<model>` for `custom/<model>`. */
	catalogId: string;
}

/**
 * Finds the key and host for `<provider>/<upstream model>`: the first enabled saved key by priority, else the
 * environment's, else (custom only) the Sandbox. `custom/<slug>/<model>` names one endpoint and never goes to another.
 * @throws NotFoundError for an unknown provider; UnavailableError when there is no key for it, or no readable one.
 */
export async function resolveTarget(deps: Deps, modelId: string): Promise<ResolvedTarget> {
	const { provider, rest } = splitModelId(modelId);
	const rows = await savedKeys(deps, provider);
	const named = provider === "custom" ? await namedEndpoint(deps, rows, rest) : null;
	const { target, keySource, row, slug } = named?.endpoint ?? firstEndpoint(deps, provider, rows);
	const upstreamModel = named?.model ?? rest;
	return {
		target,
		upstreamModel,
		providerId: row?.id ?? null,
		keySource,
		catalogId: [provider, slug, upstreamModel].filter((part) => part !== null).join("/"),
	};
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

/** The endpoint and model that `<slug>/<model>` means, or null when its first segment is part of a model's own id. */
async function namedEndpoint(deps: Deps, rows: SavedKey[], rest: string) {
	const slash = rest.indexOf("/");
	const [slug, model] = [rest.slice(0, slash), rest.slice(slash + 1)];
	if (slash < 1 || model === "") return null;
	const row = rows.find((candidate) => candidate.slug === slug);
	if (row && !row.enabled) throw new UnavailableError(`The endpoint "${row.name}" is disabled.`);
	if (row) return { endpoint: savedEndpoint(deps, row), model };
	if (slug === sandboxSlug) {
		const endpoint = sandboxEndpoint(deps);
		if (!endpoint) throw new UnavailableError("The built-in Sandbox is not offered on this server.");
		return { endpoint, model };
	}
	if (slug === environmentSlug) {
		const endpoint = environmentEndpoint(deps, "custom");
		if (!endpoint) throw noKey("custom");
		return { endpoint, model };
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
