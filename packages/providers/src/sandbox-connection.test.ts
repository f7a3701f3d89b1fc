import { createSandbox, defaultModels, type FailureName } from "@llm-hub/sandbox";
import { afterAll, describe, expect, it } from "vitest";
import { listModels } from "./listing/list-models.ts";
import { testConnection } from "./test-connection.ts";
import type { CallOptions, TestStage } from "./types.ts";
import { type FailureReason, type ProviderType, providerTypes } from "./vocabulary.ts";

const sandbox = await createSandbox({ pageSize: 3 });
afterAll(() => sandbox.close());

const targetOf = (provider: ProviderType) =>
	({ provider, baseUrl: sandbox.baseUrl(provider), secret: "sk-test-0123456789", allowPrivate: true }) as const;

const stagesOf = async (provider: ProviderType, options?: CallOptions): Promise<TestStage[]> => {
	const stages: TestStage[] = [];
	for await (const stage of testConnection(targetOf(provider), options)) stages.push(stage);
	return stages;
};

describe("against each provider's own wire", () => {
	it.each(providerTypes)("%s passes all stages and counts every page", async (provider) => {
		sandbox.reset();
		const stages = await stagesOf(provider);
		expect(stages.map(({ stage, ok }) => [stage, ok])).toEqual([
			["reach", true],
			["authenticate", true],
			["list", true],
		]);
		const ids = new Set<string>();
		for await (const page of listModels(targetOf(provider))) {
			if ("failed" in page) throw new Error(page.failed.message);
			for (const { id } of page.models) ids.add(id);
		}
		expect(ids.size).toBe(defaultModels.length);
		expect(stages[2]?.modelsFound).toBe(defaultModels.length);
		expect(sandbox.calls.map(({ kind }) => kind)).not.toContain("chat");
	});

	const failures: [FailureName, FailureReason][] = [
		["unauthorized", "unauthorized"],
		["forbidden", "forbidden"],
		["quota", "quota"],
		["rate_limited", "rate_limited"],
		["overloaded", "overloaded"],
		["unreachable", "unreachable"],
		["bad_response", "bad_response"],
	];
	const cases = providerTypes.flatMap((provider) => failures.map(([fail, reason]) => ({ provider, fail, reason })));

	it.each(cases)("$provider tells $fail", async ({ provider, fail, reason }) => {
		sandbox.reset();
		sandbox.script({ fail, times: Number.POSITIVE_INFINITY });
		const stages = await stagesOf(provider);
		expect(stages.at(-1)).toMatchObject({ ok: false, failure: { reason } });
		expect(stages.filter(({ ok }) => !ok)).toHaveLength(1);
		expect(stages.at(-1)?.failure?.message).not.toMatch(/sk-test|127\.0\.0\.1/);
	});

	it("all tell a host that never answers", async () => {
		sandbox.reset();
		sandbox.script({ fail: "timeout", times: Number.POSITIVE_INFINITY });
		const tests = providerTypes.map((provider) => stagesOf(provider, { headersTimeoutMs: 100 }));
		for (const stages of await Promise.all(tests)) {
			expect(stages).toMatchObject([
				{ stage: "reach", ok: true },
				{ stage: "authenticate", ok: false, failure: { reason: "timeout", retryable: true } },
			]);
		}
	});
});
