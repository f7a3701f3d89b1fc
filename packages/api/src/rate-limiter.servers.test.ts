import { type OwnServer, startRedis } from "@llm-hub/vitest/database-servers";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LimitExceededError, UnavailableError } from "./errors.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
import { openSharedStore, type SharedStore } from "./shared-store.ts";

const password = "canary-redis-password";
const logLines: string[] = [];
const log = pino({ level: "debug" }, { write: (line: string) => void logLines.push(line) });

let redis: OwnServer;
let stores: SharedStore[];
/** The limits of two servers, which count in one Redis. */
let servers: RateLimiter[];
beforeAll(async () => {
	redis = await startRedis();
	stores = [await openSharedStore(redis.url, log), await openSharedStore(redis.url, log)];
	servers = stores.map((store) => createRateLimiter({ what: "runs", perMinute: 10, store, log }));
});
afterAll(async () => {
	for (const store of stores) await store.close();
	await redis.stop();
});
beforeEach(async () => {
	await stores[0]!.client.flushall();
});

const take = (key: string, server = 0) =>
	servers[server]!.take(key).then(
		() => "taken",
		(error: unknown) => error,
	);
/** Takes until it is granted again: how the limiter comes back is its own business, that it does is the point. */
const untilTaken = async (key: string) => {
	for (;;) {
		if ((await take(key)) === "taken") return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};

it("grants exactly the limit of 200 parallel calls on two servers, and says when to come back", async () => {
	const outcomes = await Promise.all(Array.from({ length: 200 }, (_, index) => take("ana", index % 2)));
	expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(10);
	const refused = outcomes.filter((outcome) => outcome instanceof LimitExceededError);
	expect(refused).toHaveLength(190);
	const refusal = refused[0]!;
	expect(refusal.retryAfterSeconds).toBeGreaterThan(50);
	expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(60);
	expect(refusal.details).toMatchObject({ rule: "per_minute", limit: 10 });
	const { resetsAt } = refusal.details as { resetsAt: Date };
	expect(resetsAt.getTime() - Date.now()).toBeGreaterThan(50_000);
	expect(await take("ben", 1)).toBe("taken");
});

it("opens again when the minute is over, and counts a window from its first call", async () => {
	for (let call = 0; call < 10; call++) await take("ana");
	expect(await take("ana", 1)).toBeInstanceOf(LimitExceededError);
	const [key = ""] = await stores[0]!.client.keys("*ana");
	const left = await stores[0]!.client.pttl(key);
	expect(left).toBeGreaterThan(0);
	expect(left).toBeLessThanOrEqual(60_000);
	await stores[0]!.client.pexpire(key, 0);
	expect(await take("ana", 1)).toBe("taken");
});

describe("refuses in time, counts nothing by itself and comes back by itself, when Redis", () => {
	const refused = async () => {
		for (const one of await Promise.all(Array.from({ length: 50 }, () => take("ana")))) {
			expect(one).toBeInstanceOf(UnavailableError);
			expect((one as UnavailableError).details).toMatchObject({ retryAfterSeconds: 5 });
		}
	};

	it("stands still", async () => {
		redis.signal("SIGSTOP");
		await refused();
		await expect(stores[0]!.ping()).rejects.toThrow();
		redis.signal("SIGCONT");
		await untilTaken("ben");
		await stores[0]!.ping();
	});

	it("is too slow", async () => {
		const other = await openSharedStore(redis.url, log);
		await other.client.call("CLIENT", "PAUSE", "4000", "ALL");
		await refused();
		await untilTaken("ben");
		await other.close();
	});

	it("resets its connections", async () => {
		const other = await openSharedStore(redis.url, log);
		await other.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		await untilTaken("ana");
		await other.close();
	});

	it("is gone, and starts again empty", async () => {
		const port = Number(new URL(redis.url).port);
		await redis.stop();
		await refused();
		redis = await startRedis(port);
		await untilTaken("ben");
	});
});

it("starts without a Redis, and says neither its password nor its address's user", async () => {
	const url = new URL(redis.url);
	url.password = password;
	url.port = "1";
	const store = await openSharedStore(url.href, log);
	const limiter = createRateLimiter({ what: "runs", perMinute: 1, store, log });
	await expect(limiter.take("ana")).rejects.toBeInstanceOf(UnavailableError);
	await store.close();
	expect(logLines.join("")).toContain("Redis does not answer");
	expect(logLines.join("")).toContain("Redis answers again");
	expect(logLines.join("")).not.toContain(password);
});
