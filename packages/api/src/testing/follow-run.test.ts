import { expect, it } from "vitest";
import { createAlarm } from "./alarm.ts";
import { eventsSince, liveProgress, parseCursor } from "./follow-run.ts";
import { LiveRun } from "./live-run.ts";

const newRun = () =>
	new LiveRun({
		id: "run",
		userId: "user",
		modelId: "openai/priced",
		isVeiled: false,
		provider: "openai",
		price: null,
		isFree: false,
		affordableTokens: null,
		startedAt: new Date(),
	});

it("says every character once, also what comes while its reader is busy with what came before", () => {
	const run = newRun();
	const cursor = parseCursor(null);
	run.append("text", "abcd");
	const events = eventsSince(cursor, liveProgress(run));
	expect(events.next().value).toMatchObject({ type: "started" });
	run.append("text", "wxyz");
	expect(events.next().value).toMatchObject({ type: "delta", text: "abcd" });
	expect([...eventsSince(cursor, liveProgress(run))]).toMatchObject([{ type: "delta", text: "wxyz" }]);
	run.append("text", "1");
	run.append("text", "23");
	expect([...eventsSince(cursor, liveProgress(run))]).toMatchObject([{ type: "delta", text: "123" }]);
	expect([...eventsSince(parseCursor("0.6.1"), liveProgress(run))]).toMatchObject([{ type: "delta", text: "yz123" }]);
});

it("wakes at a change, at one that came before the wait, after its time, and when its caller leaves", async () => {
	const run = newRun();
	const leaving = new AbortController();
	const alarm = createAlarm(leaving.signal);
	const stop = run.listen(alarm.ring);
	run.append("text", "before");
	await alarm.wait(null);
	const waiting = alarm.wait(null);
	run.append("text", "while");
	await waiting;
	await alarm.wait(1);
	stop();
	run.append("text", "to nobody");
	const left = alarm.wait(null);
	leaving.abort();
	await left;
	await alarm.wait(null);
	alarm.close();
});
