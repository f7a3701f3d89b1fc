import { type ProviderType, providerInfo, providerTypes } from "@llm-hub/providers";
import { environmentEndpoint, sandboxEndpoint } from "./endpoints.ts";
import { environmentSubject } from "./keep-test.ts";
import { previewOf } from "./key-name.ts";
import { environmentSlug, sandboxSlug } from "./operator-targets.ts";
import { environmentVariableOf } from "./provider-info.ts";
import { type RecentTest, recentTests } from "./recent-tests.ts";
import { isDue, reminderDays } from "./reminder.ts";
import { type Deps, type KeyWithSlot, problemOf, savedKeys } from "./saved-keys.ts";
import { type KeyOutput, testResultOutput } from "./schema.ts";

/**
 * Every provider's keys: the saved ones, or one row that says what the environment has. The built-in Sandbox is a custom
 * row of its own.
 */
export async function listKeys(deps: Deps): Promise<{ providers: KeyOutput[]; total: number; reminderDays: number }> {
	const rows = await savedKeys(deps);
	const days = await reminderDays(deps.db);
	const subjects = [...rows.map(({ id }) => id), ...providerTypes.map(environmentSubject)];
	const tests = await recentTests(deps, subjects);
	const providers = providerTypes.flatMap((type) => {
		const saved = rows
			.filter((row) => row.providerType === type)
			.map((row) => ({
				...savedRow(deps, row, type),
				isRotationDue: row.encryptedSecret !== null && isDue(row.rotatedAt, days),
				recentTests: (tests.get(row.id) ?? []).filter(({ version }) => version === row.keyVersion),
			}));
		return saved.length > 0 ? saved : [operatorsRow(deps, type, tests.get(environmentSubject(type)) ?? [])];
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
	return { providers, total: providers.length, reminderDays: days };
}

function savedRow(
	deps: Deps,
	row: KeyWithSlot,
	providerType: ProviderType,
): Omit<KeyOutput, "isRotationDue" | "recentTests"> {
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
		rotation: rotationOf(row),
		setAside: row.setAsideAt && {
			reason: row.setAsideReason ?? "unknown",
			message: row.setAsideMessage ?? "",
			since: row.setAsideAt,
			nextTestAt: row.nextTestAt,
		},
	};
}

function rotationOf({ slot }: KeyWithSlot): KeyOutput["rotation"] {
	if (!slot || slot.state === "retired") return null;
	const { version, state, sharePercent, graceUntil, testStatus } = slot;
	return { version, state, sharePercent, graceUntil, testStatus };
}

function operatorsRow(deps: Deps, providerType: ProviderType, tests: RecentTest[]): KeyOutput {
	const endpoint = environmentEndpoint(deps, providerType);
	const row = unsavedRow(providerType);
	if (!endpoint) return row;
	const { secret, baseUrl } = endpoint.target;
	const last = tests.at(-1);
	return {
		...row,
		...(last && {
			healthStatus: last.success ? "healthy" : "unhealthy",
			testStatus: last.success ? "success" : "failed",
			lastTestedAt: last.at,
			modelsFound: last.modelsFound,
			recentTests: tests,
		}),
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
	isRotationDue: false,
	keyVersion: null,
	rotation: null,
	setAside: null,
	recentTests: [],
});
