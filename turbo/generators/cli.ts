import { spawnSync } from "node:child_process";

// `npm run gen router notes`: answers follow the generator's name; without them, turbo's generator asks.
const [generator, ...answers] = process.argv.slice(2);
const args = ["run", ...(generator ? [generator] : []), ...(answers.length > 0 ? ["--args", ...answers] : [])];
const { status } = spawnSync("gen", args, { stdio: "inherit", shell: process.platform === "win32" });
process.exitCode = status ?? 1;
