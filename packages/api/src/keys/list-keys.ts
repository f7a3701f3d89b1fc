import { type ProviderType, providerInfo, providerTypes } from "@llm-hub/providers";
import { environmentEndpoint, sandboxEndpoint } from "./endpoints.ts";
import { previewOf } from "./key-name.ts";
import { environmentSlug, sandboxSlug } from "./operator-targets.ts";
import { environmentVariableOf } from "./provider-info.ts";
import { type Deps, problemOf, type SavedKey, savedKeys } from "./saved-keys.ts";
import { type KeyOutput, testResultOutput } from "./schema.ts";

/**
 * Every provider's keys: the saved ones, or one row that says what the environment has. The built-in Sandbox is a custom
 * row of its own.
 */
export async function listKeys(deps: Deps): Promise<{ providers: KeyOutput[]; total: number }> {
	const rows = await savedKeys(deps);
	const providers = providerTypes.flatMap((type) => {
		const saved = rows.filter((row) => row.providerType === type).map((row) => savedRow(deps, row, type));
		return saved.length > 0 ? saved : [operatorsRow(deps, type)];
	});
	const sandbox = sandboxEndpoint(deps);
	if (sandbox) {
		const row = unsavedRow("custom");
		providers.push({
			...row,
			id: sandboxSlug,
			name: "Sandbox",
			slug: sandboxSlug,
			keySource: "sandbox",
			enabled: true,
			baseUrl: sandbox.target.baseUrl,
		});
	}
	return { providers, total: providers.length };
}

function savedRow(deps: Deps, row: SavedKey, providerType: ProviderType): KeyOutput {
	const problem = problemOf(deps, row);
	const lastTest = testResultOutput.nullable().catch(null).parse(row.lastTest);
	return {
		...row,
		providerType,
		slug: providerType === "custom" ? row.slug : null,
		hasKey: row.encryptedSecret !== null,
		keySource: "database",
		environmentVariable: environmentVariableOf(providerType),
		healthStatus: problem === null ? row.healthStatus : "unreadable",
		problem,
		lastTest,
		modelsFound: lastTest?.modelsFound ?? null,
	};
}

function operatorsRow(deps: Deps, providerType: ProviderType): KeyOutput {
	const endpoint = environmentEndpoint(deps, providerType);
	const row = unsavedRow(providerType);
	if (!endpoint) return row;
	const { secret, baseUrl } = endpoint.target;
	return {
		...row,
		slug: providerType === "custom" ? environmentSlug : null,
		hasKey: secret !== null,
		keySource: "environment",
		enabled: true,
		keyPreview: secret === null ? null : previewOf(secret),
		baseUrl: providerType === "custom" ? baseUrl : null,
	};
}

const unsavedRow = (providerType: ProviderType): KeyOutput => ({
	id: providerType,
	providerType,
	name: providerInfo[providerType].displayName,
	slug: null,
	hasKey: false,
	keySource: "not_set",
	environmentVariable: environmentVariableOf(providerType),
	enabled: false,
	healthStatus: "unknown",
	problem: null,
	keyPreview: null,
	lastTestedAt: null,
	testStatus: null,
	lastTest: null,
	modelsFound: null,
	baseUrl: null,
	priority: 100,
	createdAt: null,
	rotatedAt: null,
});
