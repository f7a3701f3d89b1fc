import { hash } from "node:crypto";
import { schema } from "@llm-hub/db";
import { type ProviderType, providerTypes, type Target } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import { NotFoundError, UnavailableError } from "../errors.ts";
import {
	type Endpoint,
	type Endpoints,
	endpointsOf,
	environmentEndpoint,
	noKey,
	readableEndpoints,
	sandboxEndpoint,
} from "./endpoints.ts";
import { labelOf } from "./key-name.ts";
import { environmentSlug, sandboxSlug } from "./operator-targets.ts";
import { type OwnKey, ownKeyOf, ownTarget } from "./own/own-keys.ts";
import { type Deps, type KeyWithSlot, savedKeys } from "./saved-keys.ts";

/** A key that can pay for a call, and the host it is sent to. */
export interface Payer {
	target: Target;
	/** The saved key, or the caller's own; null for the environment's and the Sandbox. */
	providerId: string | null;
	/** Which version of the saved key. */
	keyVersion: number | null;
	/** How people know that key: its name and last four characters. */
	keyLabel: string | null;
	keySource: Endpoint["keySource"] | "own";
	/** It was refused before: when it answers again, it is no longer set aside. */
	isSetAside: boolean;
}

/** Where a model's calls go, and who pays. */
export interface ResolvedTarget {
	/** In the order in which they are tried; all on one host. */
	payers: [Payer, ...Payer[]];
	/** The provider's own id of the model. */
	upstreamModel: string;
	/** The model's id with its endpoint named, as the catalog has it: `custom/<slug>/<model>` for `custom/<model>`. */
	catalogId: string;
}

/**
 * Finds the keys and the host for `<provider>/<upstream model>`: see `endpointsOf`. `custom/<slug>/<model>` names one
 * endpoint and never goes to another.
 * A caller's own key comes before all of these and stays alone: whether it is refused or cannot be read, the company
 * does not pay in its place.
 * @param runId decides whether the run falls into a rotation's share: the same run always gets the same key. Without one
 *   the version in use comes first.
 * @throws NotFoundError for an unknown provider; UnavailableError when there is no key for it, or no readable one.
 */
export async function resolveTarget(deps: Deps, modelId: string, wanted: Wanted = {}): Promise<ResolvedTarget> {
	const found = await targetOrNone(deps, modelId, wanted);
	if (!found) throw noKey(splitModelId(modelId).provider);
	return found;
}

interface Wanted {
	runId?: string;
	userId?: string;
	/** Where they are known: else they are read. */
	keys?: KeysOfProvider;
}

/** The keys that may pay for calls to a provider. */
export interface KeysOfProvider {
	/** The caller's own. */
	own: OwnKey | null;
	saved: KeyWithSlot[];
}

/** @param userId whose own key pays; nobody brings one to a custom server */
export async function readKeys(deps: Deps, provider: ProviderType, userId?: string): Promise<KeysOfProvider> {
	const mayOwn = userId !== undefined && provider !== "custom";
	const [own, saved] = await Promise.all([
		mayOwn ? ownKeyOf(deps.db, { userId, provider }) : null,
		savedKeys(deps, provider),
	]);
	return { own, saved };
}

/** The same, but null where there is no key at all: a listing asks for every provider, and most may have none. */
export async function targetOrNone(
	deps: Deps,
	modelId: string,
	{ runId, userId, keys }: Wanted = {},
): Promise<ResolvedTarget | null> {
	const { provider, rest } = splitModelId(modelId);
	const { own, saved } = keys ?? (await readKeys(deps, provider, userId));
	if (own) {
		const payer = {
			target: ownTarget(deps, own),
			providerId: own.id,
			keyVersion: null,
			keyLabel: labelOf("", own.keyPreview),
		};
		return { payers: [{ ...payer, keySource: "own", isSetAside: false }], upstreamModel: rest, catalogId: modelId };
	}
	const draw = runId === undefined ? undefined : drawOf(runId);
	const named = provider === "custom" ? await namedEndpoint(deps, saved, rest, draw) : null;
	const endpoints = named?.endpoints ?? endpointsOf(deps, provider, saved, draw);
	if (!endpoints) return null;
	const [first, ...others] = endpoints;
	const upstreamModel = named?.model ?? rest;
	return {
		payers: [payerOf(first), ...others.map(payerOf)],
		upstreamModel,
		catalogId: [provider, first.slug, upstreamModel].filter((part) => part !== null).join("/"),
	};
}

const payerOf = ({ target, keySource, row }: Endpoint): Payer => ({
	target,
	keySource,
	providerId: row?.id ?? null,
	keyVersion: row?.keyVersion ?? null,
	keyLabel: row && labelOf(row.name, row.keyPreview),
	isSetAside: row !== null && row.setAsideAt !== null,
});

/** Where a run falls between 0 and 100; evenly, and the same on every server. */
const drawOf = (runId: string): number => (hash("sha256", runId, "buffer").readUInt32BE(0) / 2 ** 32) * 100;

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
async function namedEndpoint(
	deps: Deps,
	rows: KeyWithSlot[],
	rest: string,
	draw: number | undefined,
): Promise<{ endpoints: Endpoints; model: string } | null> {
	const slash = rest.indexOf("/");
	const [slug, model] = [rest.slice(0, slash), rest.slice(slash + 1)];
	if (slash < 1 || model === "") return null;
	const row = rows.find((candidate) => candidate.slug === slug);
	if (row && !row.enabled) throw new UnavailableError(`The endpoint "${row.name}" is disabled.`);
	if (row) return { endpoints: readableEndpoints(deps, [row], draw), model };
	if (slug === sandboxSlug) {
		const endpoint = sandboxEndpoint(deps);
		if (!endpoint) throw new UnavailableError("The built-in Sandbox is not offered on this server.");
		return { endpoints: [endpoint], model };
	}
	if (slug === environmentSlug) {
		const endpoint = environmentEndpoint(deps, "custom");
		if (!endpoint) throw noKey("custom");
		return { endpoints: [endpoint], model };
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
