import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { aptInstall, findOnPath, isDebian } from "./executables.ts";

/** A browser that answered. */
export interface FoundChromium {
	path: string;
	/** What it says of itself, such as `Chromium 156.0.8078.79`. */
	version: string;
}

// Nothing in a test needs a graphics card, a QUIC upstream, or the browser's own calls home.
const flags = [
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/**
 * The browser that tests use: `CHROME_PATH`, a system Chromium or Chrome, or Playwright's own download; null when there
 * is none. One that is there but does not start (a stub that asks for a snap, say) counts as absent.
 * @throws when `CHROME_PATH` names something that is not a working browser: what was asked for is never replaced
 */
export function findChromium(): FoundChromium | null {
	const asked = process.env.CHROME_PATH;
	if (asked) {
		const found = probe(asked);
		if (!found) throw new Error(`CHROME_PATH is ${asked}, and no browser answers there. Correct it or unset it.`);
		return found;
	}
	// Debian's Chromium that never has a window shows the same page with a sixth less of the processor's time.
	const windowless = findOnPath("chromium-headless-shell");
	const system = findOnPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
	const candidates = [windowless, system, ...installedApplications(), chromium.executablePath()];
	for (const path of candidates) {
		const found = path ? probe(path) : null;
		if (found) return found;
	}
	return null;
}

/**
 * Finds a browser or installs one, saying so in one line: on Debian its `chromium-headless-shell` or `chromium` package,
 * elsewhere (or where apt-get is not ours to run) Playwright's download.
 * @throws with what to do by hand when neither works
 */
export function ensureChromium(): FoundChromium {
	const install = (name: string) => (isDebian() && aptInstall(name) ? findChromium() : null);
	const found = findChromium() ?? install("chromium-headless-shell") ?? install("chromium");
	if (found) return found;
	console.log("No Chromium or Chrome here. Downloading Playwright's: npx playwright-core install chromium");
	const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
	const download = spawnSync(process.execPath, [cli, "install", "chromium"], {
		stdio: ["ignore", "inherit", "inherit"],
	});
	const downloaded = download.status === 0 ? findChromium() : null;
	if (downloaded) return downloaded;
	throw new Error(
		"The browser tests need Chromium. Install Chromium or Chrome, or set CHROME_PATH to one, and try again.",
	);
}

/** Starts the browser of `findChromium()` without a window. Close it when done. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
	const found = findChromium();
	if (!found) throw new Error("No Chromium or Chrome found. `npm test` installs one; or set CHROME_PATH.");
	// Chromium's sandbox refuses to run as root, which is how containers run.
	const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
	return chromium.launch({
		...options,
		executablePath: found.path,
		args: [...flags, ...asRoot, ...(options.args ?? [])],
	});
}

function installedApplications(): string[] {
	if (process.platform === "darwin") {
		return ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
	}
	if (process.platform !== "win32") return [];
	const roots = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
	return roots.filter((root) => root !== undefined).map((root) => join(root, "Google/Chrome/Application/chrome.exe"));
}

function probe(path: string): FoundChromium | null {
	if (!existsSync(path)) return null;
	// chrome.exe does not print its version: it opens a window.
	if (process.platform === "win32") return { path, version: "Chrome" };
	try {
		const version = execFileSync(path, ["--version"], {
			encoding: "utf8",
			timeout: 60_000,
			stdio: ["ignore", "pipe", "ignore"],
		});
		return { path, version: version.trim() };
	} catch {
		return null;
	}
}
