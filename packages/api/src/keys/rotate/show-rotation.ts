import { schema } from "@llm-hub/db";
import { and, desc, eq } from "drizzle-orm";
import { NotFoundError } from "../../errors.ts";
import { type Deps, findKeyWithSlot, type KeyVersion, problemOf, type SavedKey } from "../saved-keys.ts";
import { testResultOutput } from "../schema.ts";
import type { KeyUsage, KeyVersionOutput, Rotation, RotationInput } from "./schema.ts";
import { unused, usageByVersion } from "./usage.ts";

const { providerKeyVersions } = schema;

const mostRetired = 10;

/** Both slots of a saved key and its former versions, each with what it paid for. @throws NotFoundError */
export async function showRotation(deps: Deps, { providerId }: RotationInput): Promise<Rotation> {
	const row = await findKeyWithSlot(deps, providerId);
	if (!row) throw new NotFoundError("There is no such saved key.");
	const retired = await deps.db
		.select()
		.from(providerKeyVersions)
		.where(and(eq(providerKeyVersions.providerId, row.id), eq(providerKeyVersions.state, "retired")))
		.orderBy(desc(providerKeyVersions.version))
		.limit(mostRetired);
	const usage = await usageByVersion(deps.db, row.id);
	const show = (facts: VersionFacts) => shown(deps, row, facts, usage.get(facts.version) ?? unused);
	return {
		providerId: row.id,
		name: row.name,
		active: show(factsInUse(row)),
		slot: row.slot && show(row.slot),
		retired: retired.map(show),
	};
}

type VersionFacts = Omit<KeyVersion, "id" | "providerId" | "state"> & Pick<KeyVersionOutput, "state">;

const factsInUse = (row: SavedKey): VersionFacts => ({
	version: row.keyVersion,
	state: "active",
	encryptedSecret: row.encryptedSecret,
	keyPreview: row.keyPreview,
	enteredAt: row.rotatedAt,
	testStatus: row.testStatus,
	lastTestedAt: row.lastTestedAt,
	lastTest: row.lastTest,
	sharePercent: null,
	graceUntil: null,
	retiredAt: null,
});

function shown(
	deps: Deps,
	row: SavedKey,
	{ encryptedSecret, lastTest, ...facts }: VersionFacts,
	usage: KeyUsage,
): KeyVersionOutput {
	return {
		...facts,
		hasKey: encryptedSecret !== null,
		lastTest: testResultOutput.nullable().catch(null).parse(lastTest),
		problem: problemOf(deps, { ...row, keyVersion: facts.version, encryptedSecret }),
		usage,
	};
}
