import { openDb, schema } from "../index.ts";

// Started by a test as a process of its own: acknowledges each row on standard output once it is committed.
const { db } = await openDb({ dataDir: process.argv[2] ?? null });
for (let i = 0; ; i++) {
	const id = `user-${i}`;
	await db.insert(schema.users).values({ id, email: `${id}@example.com`, name: id, role: "user", tierCode: "trial" });
	process.stdout.write(`${id}\n`);
}
