import { mkdir, writeFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";

// The first start and every test begin from a data directory that is initialised and migrated already: unpacking it
// takes a fraction of what initdb takes. Packed for people's disks, plain for the tests' speed.
const pglite = await PGlite.create();
await migrate(drizzle(pglite), { migrationsFolder: "./drizzle" });
await mkdir("./dist", { recursive: true });
for (const [compression, file] of [
	["none", "image.tar"],
	["gzip", "image.tar.gz"],
] as const) {
	const dump = await pglite.dumpDataDir(compression);
	await writeFile(`./dist/${file}`, Buffer.from(await dump.arrayBuffer()));
}
await pglite.close();
