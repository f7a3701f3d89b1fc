import { schema } from "@llm-hub/db";
import { createKeysLab } from "../fixtures.ts";
import { resolveTarget } from "../resolve-target.ts";
import type { TestEvent } from "../schema.ts";

const { auditEvents, llmProviders, providerKeyVersions } = schema;

export const first = "sk-test-version-one-0001";
export const second = "sk-test-version-two-0002";
export const third = "sk-test-version-three-03";

/** The keys' lab with an OpenAI key at each point of a rotation. */
export async function createRotationLab() {
	const lab = await createKeysLab();
	const { db } = lab.api;
	const rotate = () => lab.as.keys.rotate;
	const save = async (apiKey = first) =>
		(await lab.as.keys.save({ providerType: "openai", apiKey, test: false })).providerId;
	const staged = async () => {
		const providerId = await save();
		await rotate().stage({ providerId, apiKey: second });
		return providerId;
	};
	const test = async (providerId: string, version: number, as = lab.as) => {
		const events: TestEvent[] = [];
		const stream = (await as.keys.rotate.test({ providerId, version })) as AsyncIterable<TestEvent>;
		for await (const event of stream) events.push(event);
		return events;
	};
	const tested = async () => {
		const providerId = await staged();
		await test(providerId, 2);
		return providerId;
	};
	const promoted = async () => {
		const providerId = await tested();
		await rotate().promote({ providerId, version: 2 });
		return providerId;
	};
	return {
		...lab,
		...{ rotate, save, staged, test, tested, promoted },
		secretsFor: async (runId?: string) =>
			(await resolveTarget(lab.api, "openai/gpt-4o", { runId })).payers.map(({ target }) => target.secret),
		versionRows: () => db.select().from(providerKeyVersions).orderBy(providerKeyVersions.version),
		actions: async () => {
			const rows = await db.select().from(auditEvents).orderBy(auditEvents.seq);
			return rows.map(({ action }) => action);
		},
		expireGrace: () => db.update(providerKeyVersions).set({ graceUntil: new Date(Date.now() - 1000) }),
		forget: async () => {
			lab.sandbox.reset();
			await db.delete(llmProviders);
			await db.delete(auditEvents);
		},
		[Symbol.asyncDispose]: () => lab[Symbol.asyncDispose](),
	};
}
export type RotationLab = Awaited<ReturnType<typeof createRotationLab>>;
