import { createHash } from "node:crypto";
import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { eq, lt, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { LimitExceededError } from "../errors.ts";
import { networkOf } from "./network.ts";

const { loginThrottles } = schema;

interface Rule {
	/** The failures that remain `seconds` after the last count, and how many of these seconds that used up. */
	forgive(failures: number, seconds: number): { failures: number; seconds: number };
	/** How long to refuse after that many failures, in seconds. */
	delay(failures: number): number;
}

/** From the fifth failure on 1 s, 2 s, 4 s, … up to 15 minutes; forgotten by a success or a quiet day. */
const accountRule: Rule = {
	forgive: (failures, seconds) => ({ failures: seconds >= 86_400 ? 0 : failures, seconds }),
	delay: (failures) => (failures < 5 ? 0 : Math.min(900, 2 ** (failures - 5))),
};

/** Many people may share an address: 100 failures, one forgiven every 9 s, and then 15 minutes of refusal. */
const addressRule: Rule = {
	forgive: (failures, seconds) => {
		const forgiven = Math.floor(seconds / 9);
		return forgiven >= failures ? { failures: 0, seconds } : { failures: failures - forgiven, seconds: forgiven * 9 };
	},
	delay: (failures) => (failures < 100 ? 0 : 900),
};

export interface LoginThrottle {
	/**
	 * Runs `verify` as one counted attempt on that account. It counts as a failure before it runs, so that neither
	 * parallel guesses nor a crash are free; what `verify` finds takes it back, null leaves it.
	 * @throws LimitExceededError while the account or the address must wait; `verify` is not run then
	 */
	attempt<T>(who: { email: string; address: string }, verify: () => Promise<T | null>): Promise<T | null>;
}

export function createLoginThrottle({ db }: { db: Db }): LoginThrottle {
	const queues = new Map<string, ReturnType<typeof pLimit>>();

	// One attempt an account at a time in this process: parallel logins with the right password never refuse each other.
	const inTurn = async <T>(key: string, task: () => Promise<T>): Promise<T> => {
		const queue = queues.get(key) ?? pLimit(1);
		queues.set(key, queue);
		try {
			return await queue(task);
		} finally {
			if (queue.activeCount + queue.pendingCount === 0) queues.delete(key);
		}
	};

	return {
		attempt: ({ email, address }, verify) => {
			const accountKey = `account:${createHash("sha256").update(email).digest("hex")}`;
			const addressKey = `address:${networkOf(address)}`;
			return inTurn(accountKey, async () => {
				// A refused address does not reach the account's counter, so it cannot keep others locked out.
				const wait = await db.transaction(
					async (tx) => (await count(tx, addressKey, addressRule)) || (await count(tx, accountKey, accountRule)),
				);
				if (wait > 0) {
					const seconds = Math.ceil(wait);
					throw new LimitExceededError(`Too many failed sign-ins. Try again in ${seconds} s.`, seconds);
				}
				const found = await verify();
				if (found !== null) await takeBack(db, { accountKey, addressKey });
				return found;
			});
		},
	};
}

// The database's clock, read after the row's lock was had: the same for every server.
const now = sql`clock_timestamp()`;

/** Counts one attempt exactly, whoever else counts at that moment. Returns the seconds to wait, 0 when it may go on. */
async function count(tx: DbOrTx, key: string, rule: Rule): Promise<number> {
	const [row] = await tx
		.insert(loginThrottles)
		.values({ key, failures: 0, lastFailureAt: now })
		// Changes nothing, and so both locks the row and returns it.
		.onConflictDoUpdate({ target: loginThrottles.key, set: { key } })
		.returning({
			failures: loginThrottles.failures,
			quietSeconds: sql<number>`greatest(0, extract(epoch from ${now} - ${loginThrottles.lastFailureAt}))::float`,
			waitSeconds: sql<number>`greatest(0, extract(epoch from ${loginThrottles.blockedUntil} - ${now}))::float`,
		});
	if (!row) throw new Error("The throttle's row was neither written nor found.");
	const left = rule.forgive(row.failures, row.quietSeconds);
	const failures = left.failures + 1;
	const delay = rule.delay(failures);
	const blockedUntil = delay > 0 ? sql`${now} + make_interval(secs => ${delay})` : null;
	await tx
		.update(loginThrottles)
		.set({
			failures,
			lastFailureAt: sql`${loginThrottles.lastFailureAt} + make_interval(secs => ${left.seconds})`,
			// Attempts during a refusal count and do not lengthen it.
			...(row.waitSeconds > 0 ? {} : { blockedUntil }),
		})
		.where(eq(loginThrottles.key, key));
	return row.waitSeconds;
}

/** Removes counters that a quiet day has forgiven. */
export async function deleteForgottenThrottles(db: Db): Promise<void> {
	await db.delete(loginThrottles).where(lt(loginThrottles.lastFailureAt, sql`${now} - interval '1 day'`));
}

/** A success forgives its account everything, and its address only itself: whoever owns one account may guess at others. */
async function takeBack(db: Db, { accountKey, addressKey }: { accountKey: string; addressKey: string }): Promise<void> {
	await db
		.update(loginThrottles)
		.set({ failures: sql`greatest(0, ${loginThrottles.failures} - 1)`, blockedUntil: null })
		.where(eq(loginThrottles.key, addressKey));
	await db.delete(loginThrottles).where(eq(loginThrottles.key, accountKey));
}
