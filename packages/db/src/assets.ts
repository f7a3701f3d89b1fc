import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Finds a file that the build made or that ships beside the code: `dist/…` and `drizzle/` in this package when it runs
 * from source, `db/…` beside the bundle when the server was built.
 * @throws Error when neither exists, with the command that makes it.
 */
export function asset(name: "embedded-worker.js" | "image.tar" | "image.tar.gz" | "drizzle"): string {
	const places = [`./db/${name}`, name === "drizzle" ? "../drizzle" : `../dist/${name}`];
	for (const place of places) {
		const path = fileURLToPath(new URL(place, import.meta.url));
		if (existsSync(path)) return path;
	}
	throw new Error(`The database package is not built (${name} is missing): run "npm run build".`);
}
