import { afterAll, beforeAll, expect, it } from "vitest";
import { createLab, type Lab } from "../../testing/fixtures.ts";

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
	const admin = lab.api.as(await lab.api.createUser("admin"));
	await admin.catalog.aliases.save({ name: "fast", modelId: "openai/priced" });
});
afterAll(() => lab[Symbol.asyncDispose]());

const parameters = { temperature: 0.7, maxTokens: 100, topP: 1 };
const messages = [{ role: "user" as const, content: "Hello", images: 0 }];

it("an estimate of an alias is that of its model, under the name that was asked", async () => {
	const { testing } = lab.api.as(lab.user);
	const { models } = await testing.estimate({ modelIds: ["fast", "openai/priced"], messages, parameters });
	const [byAlias, byId] = models;
	expect(byAlias).toEqual({ ...byId, modelId: "fast" });
	expect(byAlias).toMatchObject({ state: "estimated", highUsd: expect.stringMatching(/^0\.000/) });
	const unknown = testing.estimate({ modelIds: ["slow"], messages, parameters });
	await expect(unknown).rejects.toThrow("neither a model nor an alias slow");
});

it("access is explained and asked for by an alias, and granted for the model that it names", async () => {
	const trial = lab.api.as(await lab.api.createUser("user", { tierCode: "trial" })).access;
	expect(await trial.explainOwn({ modelId: "alias/fast" })).toMatchObject({
		verdict: "denied",
		modelId: "openai/priced",
		tierRequired: "professional",
	});
	expect(await trial.explainOwn({ modelId: "slow" })).toMatchObject({ reason: "model_unknown" });
	const request = await trial.requests.create({ modelId: "fast", reason: "compare answers" });
	expect(request).toMatchObject({ modelId: "openai/priced", state: "pending" });
	await expect(trial.requests.create({ modelId: "slow", reason: "to see" })).rejects.toThrow("nor an alias slow");
	await expect(trial.requests.create({ modelId: "*", reason: "to see" })).rejects.toThrow("or an alias");
});

it("a search for an alias finds its model, until the alias goes elsewhere", async () => {
	const admin = lab.api.as(await lab.api.createUser("admin"));
	const found = async (search: string) => (await admin.catalog.list({ search })).models.map(({ id }) => id);
	expect(await found("FAST")).toEqual(["openai/priced"]);
	await admin.catalog.aliases.save({ name: "fast", modelId: "openai/unpriced" });
	expect(await found("fast")).toEqual(["openai/unpriced"]);
	await admin.catalog.aliases.delete({ name: "fast" });
	expect(await found("fast")).toEqual([]);
});
