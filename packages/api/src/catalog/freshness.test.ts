import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";

const { llmModels } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
	const model = {
		providerType: "openai",
		displayName: "A model",
		capabilities: ["chat"],
		priceState: "unknown" as const,
	};
	await api.db.insert(llmModels).values([
		{ ...model, id: "openai/one", upstreamId: "one" },
		{ ...model, id: "openai/two", upstreamId: "two" },
	]);
});
afterAll(() => api.close());

const fingerprint = (of: TestApi = api) => of.services.catalogFreshness.fingerprint();

it("stays the same while nothing changes", async () => {
	const before = await fingerprint();
	api.services.catalogFreshness.forget();
	expect(await fingerprint()).toBe(before);
});

it("differs at once after an admin's change, even of one row back and forth", async () => {
	const admin = await api.createUser("admin");
	const seen = [await fingerprint()];
	for (const enabled of [false, true]) {
		await api.as(admin).catalog.setEnabled({ ids: ["openai/one"], enabled });
		seen.push(await fingerprint());
	}
	expect(new Set(seen).size).toBe(3);
});

it("sees soon what another server has written", async () => {
	const other = api.secondServer();
	const before = await fingerprint(other);
	await api.db.update(llmModels).set({ displayName: "Renamed" }).where(eq(llmModels.id, "openai/two"));
	await expect.poll(() => fingerprint(other)).not.toBe(before);
	await other.close();
});
