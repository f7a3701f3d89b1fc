import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The absolute path of the first of these program names that is on `PATH`, or null. */
export function findOnPath(...names: string[]): string | null {
	const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
	for (const name of names) {
		const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
		if (found) return found;
	}
	return null;
}

/** The system's own name for itself and its relatives (`debian`, `ubuntu debian`, …); empty outside Linux. */
function linuxFamily(): string[] {
	if (!existsSync("/etc/os-release")) return [];
	const lines = readFileSync("/etc/os-release", "utf8").split("\n");
	return lines
		.filter((line) => /^ID(_LIKE)?=/.test(line))
		.flatMap((line) => line.replace(/^[A-Z_]+=|"/g, "").split(" "));
}

export const isDebian = (): boolean => linuxFamily()[0] === "debian";
export const isDebianLike = (): boolean => linuxFamily().includes("debian");

/**
 * Installs system packages with apt-get, as root or with a sudo that does not ask; says so in one line first.
 * @returns false where that is impossible or fails: the caller then says what to do by hand
 */
export function aptInstall(...packages: string[]): boolean {
	const apt = findOnPath("apt-get");
	if (!apt) return false;
	const isRoot = process.getuid?.() === 0;
	if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) return false;
	const run = (...args: string[]) => {
		const [program, ...rest] = isRoot ? [apt, ...args] : ["sudo", "-n", apt, ...args];
		execFileSync(program as string, rest, {
			stdio: ["ignore", "inherit", "inherit"],
			env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
		});
	};
	console.log(`Installing ${packages.join(" and ")}: apt-get update && apt-get install -y ${packages.join(" ")}`);
	try {
		run("update", "-qq");
		run("install", "-y", "-qq", ...packages);
		return true;
	} catch {
		return false;
	}
}
