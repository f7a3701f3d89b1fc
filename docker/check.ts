import { resolve } from "node:path";
import { findProblems } from "./checks.ts";
import { runImage } from "./run-image.ts";

// npm run docker:check            reads the files
// npm run docker:check -- --run   runs the image's own steps, too, in a clean directory: minutes
const root = resolve(import.meta.dirname, "..");
const say = (line: string) => process.stdout.write(`${line}\n`);

const problems = findProblems(root);
for (const problem of problems) say(problem);
if (problems.length > 0) process.exit(1);
say("The Dockerfile, the compose file, its Keycloak realm and .env.example are right.");
if (process.argv.includes("--run")) await runImage(root, say);
