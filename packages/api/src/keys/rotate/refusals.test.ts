import { schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../fixtures.ts";
import { createRotationLab, first, type RotationLab, second, third } from "./fixtures.ts";
import { retireKeysWhenDue } from "./retire-key.ts";

const { llmProviders } = schema;

let lab: RotationLab;
beforeAll(async () => {
	lab = await createRotationLab();
});
afterEach(() => lab.forget());
afterAll(() => lab[Symbol.asyncDispose]());

describe("refuses, and nothing is half-done", () => {
	const unchanged = async (call: () => Promise<unknown>) => {
		const state = async () => [
			await lab.api.db.select().from(llmProviders),
			await lab.versionRows(),
			await lab.actions(),
		];
		const before = await state();
		const refusal = await refusalOf(call());
		expect(await state()).toEqual(before);
		expect(refusal.message).not.toMatch(/sk-test/);
		return refusal;
	};

	it("a staged key with a blank or a line break, or the one in use", async () => {
		const providerId = await lab.save();
		for (const apiKey of [`${second} `, `${second}\n`, "short", "", `${second}\r\nX-Evil: 1`]) {
			const refusal = await unchanged(() => lab.rotate().stage({ providerId, apiKey }));
			expect(refusal).toMatchObject({ code: "BAD_REQUEST", fields: ["apiKey"] });
		}
		expect(await unchanged(() => lab.rotate().stage({ providerId, apiKey: first }))).toMatchObject({
			fields: ["apiKey"],
			message: expect.stringContaining("in use already"),
		});
	});

	it("a second staged key, and a replacement while one is staged", async () => {
		const providerId = await lab.staged();
		const message = expect.stringContaining("Promote or discard the staged key first");
		expect(await unchanged(() => lab.rotate().stage({ providerId, apiKey: third }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
		expect(await unchanged(() => lab.save(third))).toMatchObject({ code: "CONFLICT", message });
	});

	it("to stage during a grace; a replacement ends it", async () => {
		const providerId = await lab.promoted();
		expect((await unchanged(() => lab.rotate().stage({ providerId, apiKey: third }))).message).toContain(
			"Retire it first",
		);
		await lab.save(third);
		expect(
			(await lab.versionRows()).map(({ version, state, encryptedSecret }) => [version, state, encryptedSecret]),
		).toEqual([
			[1, "retired", null],
			[2, "retired", null],
		]);
	});

	it("to roll back after the grace, whether or not the clock was there yet", async () => {
		const providerId = await lab.promoted();
		await lab.expireGrace();
		const message = expect.stringContaining("stage the former key again");
		expect(await unchanged(() => lab.rotate().rollback({ providerId, version: 2 }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
		await retireKeysWhenDue(lab.api);
		expect(await unchanged(() => lab.rotate().rollback({ providerId, version: 2 }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
	});

	it("a version that is not there, an unknown key, a share or a grace that is none", async () => {
		const providerId = await lab.staged();
		for (const call of [
			() => lab.rotate().promote({ providerId, version: 1 }),
			() => lab.rotate().promote({ providerId, version: 3, confirmUntested: true }),
			() => lab.rotate().rollback({ providerId, version: 2 }),
			() => lab.rotate().retire({ providerId, version: 1 }),
			() => lab.rotate().test({ providerId, version: 1 }),
		]) {
			expect((await unchanged(call)).code).toBe("CONFLICT");
		}
		for (const call of [
			() => lab.rotate().status({ providerId: "no-such-key" }),
			() => lab.rotate().stage({ providerId: "no-such-key", apiKey: third }),
			() => lab.rotate().promote({ providerId: "no-such-key", version: 2 }),
			() => lab.rotate().rollback({ providerId: "openai", version: 2 }),
			() => lab.rotate().retire({ providerId: "sandbox", version: 2 }),
			() => lab.rotate().test({ providerId: "no-such-key", version: 2 }),
		]) {
			expect((await unchanged(call)).code).toBe("NOT_FOUND");
		}
		for (const wrong of [
			{ sharePercent: 0 },
			{ sharePercent: 100 },
			{ sharePercent: 2.5 },
			{ graceHours: -1 },
			{ graceHours: 721 },
		]) {
			const refusal = await unchanged(() => lab.rotate().promote({ providerId, version: 2, ...wrong }));
			expect(refusal).toMatchObject({ code: "BAD_REQUEST", fields: Object.keys(wrong) });
		}
	});

	it("all but one of ten who promote at once on two servers", async () => {
		const providerId = await lab.tested();
		const other = lab.api.secondServer().as(lab.admin);
		const calls = Array.from({ length: 10 }, (_, i) =>
			(i % 2 ? other : lab.as).keys.rotate.promote({ providerId, version: 2 }).then(
				() => "done",
				(error: { code: string }) => error.code,
			),
		);
		const outcomes = await Promise.all(calls);
		expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
		expect(outcomes.filter((outcome) => outcome === "CONFLICT")).toHaveLength(9);
		expect((await lab.rotate().status({ providerId })).active.version).toBe(2);
	});

	it.each<[string, (providerId: string) => Promise<unknown>]>([
		["stage", async (providerId) => lab.rotate().stage({ providerId, apiKey: second })],
		["share", async (providerId) => lab.rotate().promote({ providerId, version: 2, sharePercent: 5 })],
		["promote", async (providerId) => lab.rotate().promote({ providerId, version: 2 })],
		["rollback", async (providerId) => lab.rotate().rollback({ providerId, version: 2 })],
		["retire", async (providerId) => lab.rotate().retire({ providerId, version: 1 })],
	])("when the audit cannot be written: %s", async (step, act) => {
		const before = {
			stage: lab.save,
			share: lab.tested,
			promote: lab.tested,
			rollback: lab.promoted,
			retire: lab.promoted,
		};
		const providerId = await before[step as keyof typeof before]();
		await lab.api.db.execute(sql`alter table audit_events add constraint full_disk check (seq < 0) not valid`);
		try {
			expect((await unchanged(() => act(providerId))).code).toBe("INTERNAL_SERVER_ERROR");
		} finally {
			await lab.api.db.execute(sql`alter table audit_events drop constraint full_disk`);
		}
	});
});
