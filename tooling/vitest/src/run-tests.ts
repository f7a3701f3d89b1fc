import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.ts";
import { type Counts, countResults, countsLine, failureLines, type VitestReport } from "./counts.ts";

// `npm test`: a browser, what the tests need built, every Vitest project, what failed and one plain line at the end.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const args = process.argv.slice(2);

function run(packageName: string, bin: string, binArgs: string[], env: Record<string, string> = {}): number {
	const folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
	const { status } = spawnSync(process.execPath, [join(folder, bin), ...binArgs], {
		cwd: root,
		stdio: ["ignore", "inherit", "inherit"],
		env: { ...process.env, ...env },
	});
	return status ?? 1;
}

/** The values of `--project name` and `--project=name`. */
function chosenProjects(): string[] {
	return args.flatMap((arg, index) => {
		if (arg.startsWith("--project=")) return [arg.slice("--project=".length)];
		return arg === "--project" ? [args[index + 1] ?? ""] : [];
	});
}

/** Whether every project may run: none was chosen, or by a pattern. */
const runsAll = (projects: string[]): boolean => projects.length === 0 || projects.some((name) => /[*!]/.test(name));

/** The workspaces whose builds the chosen projects need, as turbo's filters; none means all. */
function buildFilters(projects: string[]): string[] {
	if (runsAll(projects)) return [];
	const workspaces: Record<string, string> = { e2e: "server", tooling: "vitest" };
	return projects.map((name) => `--filter=@llm-hub/${workspaces[name] ?? name}...`);
}

function runVitest(env: Record<string, string>): Counts {
	const folder = mkdtempSync(join(tmpdir(), "llm-hub-tests-"));
	const reportPath = join(folder, "report.json");
	const reporters = args.some((arg) => arg.startsWith("--reporter")) ? [] : ["--reporter=default"];
	try {
		const exitCode = run(
			"vitest",
			"vitest.mjs",
			["run", ...reporters, "--reporter=json", `--outputFile.json=${reportPath}`, ...args],
			env,
		);
		const report = readReport(reportPath);
		for (const line of failureLines(report, root)) console.log(line);
		return countResults(report, exitCode);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readReport(path: string): VitestReport | null {
	try {
		return JSON.parse(readFileSync(path, "utf8")) as VitestReport;
	} catch {
		return null;
	}
}

function main(): number {
	const env: Record<string, string> = {};
	const projects = chosenProjects();
	if (runsAll(projects) || projects.includes("e2e")) {
		const browser = ensureChromium();
		console.log(`Browser tests use ${browser.path} (${browser.version}).`);
		env.CHROME_PATH = browser.path;
	}
	console.log("Building what the tests need: turbo run build");
	const quiet = ["--output-logs=errors-only", "--log-order=grouped"];
	const built = run("turbo", "bin/turbo", ["run", "build", ...quiet, ...buildFilters(projects)]);
	const counts = built === 0 ? runVitest(env) : { passed: 0, failed: 1, skipped: 0 };
	if (built !== 0) console.error("The build failed, so no test ran.");
	console.log(countsLine(counts));
	return counts.failed === 0 ? 0 : 1;
}

try {
	process.exitCode = main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	console.log(countsLine({ passed: 0, failed: 1, skipped: 0 }));
	process.exitCode = 1;
}
