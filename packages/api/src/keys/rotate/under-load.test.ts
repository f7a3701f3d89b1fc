import { createHash } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import type { TestApi } from "../../test/harness.ts";
import { ask, createLab, follow, type Lab } from "../../testing/fixtures.ts";
import { resolveTarget } from "../resolve-target.ts";

const { llmProviders, llmUsageLogs } = schema;

let lab: Lab;
let other: TestApi;
let admin: UserActor;
beforeAll(async () => {
	lab = await createLab();
	other = lab.api.secondServer();
	admin = await lab.api.createUser("admin");
});
afterEach(() => lab.api.db.delete(llmProviders));
afterAll(async () => {
	await other.close();
	await lab[Symbol.asyncDispose]();
});

const secretOf = (version: number) => `sk-test-version-${String(version).padStart(4, "0")}`;
const save = async () =>
	(await lab.api.as(admin).keys.save({ providerType: "openai", apiKey: secretOf(1), test: false })).providerId;

it("fails no call while two servers rotate and read at once, and each run's row names the key that paid", async () => {
	const providerId = await save();
	let isOver = false;
	const runIds: string[] = [];
	const worker = async (server: TestApi) => {
		while (!isOver) {
			const { runId } = await server.as(lab.user).testing.start(ask("under load"));
			runIds.push(runId);
			await follow(server, lab.user, runId);
		}
	};
	const workers = [lab.api, other, lab.api, other].map(worker);
	/** Each state has to see at least five runs that began in it: besides, one of each worker may have begun before it. */
	const seesRuns = () => {
		const soFar = runIds.length;
		return expect.poll(() => runIds.length, { interval: 5 }).toBeGreaterThan(soFar + 8);
	};
	const { rotate } = lab.api.as(admin).keys;
	const { rotate: there } = other.as(admin).keys;
	const version = 2;
	const confirmUntested = true;
	try {
		await seesRuns();
		await rotate.stage({ providerId, apiKey: secretOf(2) });
		await seesRuns();
		await there.promote({ providerId, version, sharePercent: 50, confirmUntested });
		await seesRuns();
		await rotate.promote({ providerId, version, confirmUntested });
		await seesRuns();
		await there.rollback({ providerId, version });
		await seesRuns();
		await there.promote({ providerId, version, confirmUntested });
		await rotate.retire({ providerId, version: 1 });
		await seesRuns();
	} finally {
		isOver = true;
		await Promise.all(workers);
	}

	const rows = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.providerId, providerId));
	expect(rows.map(({ id }) => id).toSorted()).toEqual(runIds.toSorted());
	expect(rows.filter(({ state }) => state !== "success")).toEqual([]);
	const paid = (of: number) => rows.filter(({ keyVersion }) => keyVersion === of).length;
	expect(Math.min(paid(1), paid(2))).toBeGreaterThan(4);
	const sent = lab.sandbox.calls.filter(({ kind }) => kind === "chat").map(({ auth }) => auth?.sha256);
	for (const of of [1, 2]) {
		const hash = createHash("sha256").update(secretOf(of)).digest("hex");
		expect(sent.filter((sha256) => sha256 === hash)).toHaveLength(paid(of));
	}
	const { active, slot } = await rotate.status({ providerId });
	expect([active.usage.runs, slot, active.usage.failures]).toEqual([paid(2), null, 0]);
	lab.sandbox.reset();
});

type Step = "stage" | "share" | "promote" | "promote without grace" | "rollback" | "retire" | "replace";
const steps: Step[] = ["stage", "share", "promote", "promote without grace", "rollback", "retire", "replace"];

/** What the second slot holds, as anybody may think of it. */
type Slot = { version: number; state: "staged" | "sharing" | "grace" } | null;

it("leaves no moment without a usable key, whatever is done on whichever server: property", async () => {
	const sequences = fc.array(fc.record({ step: fc.constantFrom(...steps), there: fc.boolean() }), {
		minLength: 6,
		maxLength: 14,
	});
	await fc.assert(
		fc.asyncProperty(sequences, async (sequence) => {
			const providerId = await save();
			let [active, slot, last]: [number, Slot, number] = [1, null, 1];
			for (const { step, there } of sequence) {
				const { keys } = (there ? other : lab.api).as(admin);
				const at = { providerId, version: slot?.version ?? last, confirmUntested: true };
				const before = { active, slot };
				const work = perform(keys, step, { ...at, apiKey: secretOf(last + 1) }, active).then(
					() => true,
					(error: { code: string }) => {
						expect(error.code).toBe("CONFLICT");
						return false;
					},
				);
				// While it happens, the other server reads the state before it or the one after it.
				const during = await payersOn(there ? lab.api : other);
				const next = after(step, before, last);
				expect(await work).toBe(next !== null);
				if (next) [active, slot, last] = [next.active, next.slot, next.last];
				expect([mayPay(before), mayPay({ active, slot })]).toContainEqual(during);
				for (const server of [lab.api, other]) expect(await payersOn(server)).toEqual(mayPay({ active, slot }));
			}
			await lab.api.db.delete(llmProviders);
		}),
		{ numRuns: 12 },
	);
});

const payersOn = async (server: TestApi) => {
	const { payers } = await resolveTarget(server, "openai/priced");
	return payers.map(({ keyVersion, target }) => {
		expect(target.secret).toBe(secretOf(keyVersion ?? 0));
		return keyVersion;
	});
};

/** The one in use, and the other while it has a share or its grace; never one that is only staged. */
const mayPay = ({ active, slot }: { active: number; slot: Slot }) =>
	slot && slot.state !== "staged" ? [active, slot.version] : [active];

function perform(
	{ save: saveKey, rotate }: ReturnType<TestApi["as"]>["keys"],
	step: Step,
	at: { providerId: string; version: number; apiKey: string; confirmUntested: boolean },
	active: number,
): Promise<unknown> {
	const { providerId, version, apiKey, confirmUntested } = at;
	switch (step) {
		case "stage":
			return rotate.stage({ providerId, apiKey });
		case "share":
			return rotate.promote({ providerId, version, sharePercent: 50, confirmUntested });
		case "promote":
			return rotate.promote({ providerId, version, confirmUntested });
		case "promote without grace":
			return rotate.promote({ providerId, version, confirmUntested, graceHours: 0 });
		case "rollback":
			// A share is rolled back by its own number, a promotion by that of the promoted one.
			return rotate.rollback({ providerId, version: version > active ? version : active });
		case "retire":
			return rotate.retire({ providerId, version });
		case "replace":
			return saveKey({ providerType: "openai", apiKey, test: false });
	}
}

/** The model: what a step makes of the state, or null when it must be refused. */
function after(
	step: Step,
	{ active, slot }: { active: number; slot: Slot },
	last: number,
): { active: number; slot: Slot; last: number } | null {
	const isComing = slot !== null && slot.state !== "grace";
	switch (step) {
		case "stage":
			return slot ? null : { active, slot: { version: last + 1, state: "staged" }, last: last + 1 };
		case "share":
			return isComing ? { active, slot: { ...slot, state: "sharing" }, last } : null;
		case "promote":
			return isComing ? { active: slot.version, slot: { version: active, state: "grace" }, last } : null;
		case "promote without grace":
			return isComing ? { active: slot.version, slot: null, last } : null;
		case "rollback":
			if (slot?.state === "sharing") {
				return slot.version > active ? { active, slot: { ...slot, state: "staged" }, last } : null;
			}
			return slot?.state === "grace"
				? { active: slot.version, slot: { version: active, state: "staged" }, last }
				: null;
		case "retire":
			return slot ? { active, slot: null, last } : null;
		case "replace":
			return isComing ? null : { active: last + 1, slot: null, last: last + 1 };
	}
}
