import type { Db } from "@llm-hub/db";

/** No statement grows without bound. */
const mostItems = 200;

interface Waiting<Item, Answer> {
	item: Item;
	resolve: (answer: Answer) => void;
	reject: (error: unknown) => void;
}

/**
 * Makes one piece of work of the calls that arrive together: those made in a row, or in one turn of the event loop where
 * they come thick, and those that come while the piece before is still on its way. Nothing is cached: an answer is always
 * read after its call was made.
 * @param work answers the items in their order; an Error in an item's place is that item's alone. When it throws, it
 *   must have changed nothing: each item is then tried by itself, so that none fails for another's sake.
 */
export function batched<Item, Answer>(
	work: (db: Db, items: Item[]) => Promise<(Answer | Error)[]>,
): (db: Db, item: Item) => Promise<Answer> {
	const queueOf = perDb((db) => createQueue((items: Item[]) => work(db, items)));
	return (db, item) => queueOf(db)(item);
}

function createQueue<Item, Answer>(work: (items: Item[]) => Promise<(Answer | Error)[]>) {
	let waiting: Waiting<Item, Answer>[] = [];
	let isBusy = false;
	// Whether calls come so thick that one turn of the event loop brings several: only then does a batch wait for its end.
	let isCrowded = false;

	const carryOut = async (batch: Waiting<Item, Answer>[]): Promise<void> => {
		try {
			const answers = await work(batch.map(({ item }) => item));
			for (const [index, { resolve, reject }] of batch.entries()) {
				const answer = answers[index];
				if (answer instanceof Error) reject(answer);
				else resolve(answer as Answer);
			}
		} catch (error) {
			const [only] = batch;
			if (batch.length === 1) only?.reject(error);
			else await Promise.all(batch.map((one) => carryOut([one])));
		}
	};
	const next = async (): Promise<void> => {
		const batch = waiting.slice(0, mostItems);
		waiting = waiting.slice(mostItems);
		isCrowded = batch.length > 1;
		await carryOut(batch);
		if (waiting.length > 0) setImmediate(next);
		else isBusy = false;
	};
	return (item: Item): Promise<Answer> =>
		new Promise((resolve, reject) => {
			waiting.push({ item, resolve, reject });
			if (isBusy) return;
			isBusy = true;
			if (isCrowded) setImmediate(next);
			else process.nextTick(next);
		});
}

/** Makes something once a database and keeps it as long as the database: a prepared statement, a queue. */
export function perDb<Made>(make: (db: Db) => Made): (db: Db) => Made {
	const made = new WeakMap<Db, { it: Made }>();
	return (db) => {
		let kept = made.get(db);
		if (!kept) {
			kept = { it: make(db) };
			made.set(db, kept);
		}
		return kept.it;
	};
}
