import { spawn } from "node:child_process";
import { type OwnServer, startPostgres, startRedis } from "./database-servers.ts";

// `with-databases <command…>`: the command with a PostgreSQL and a Redis of its own, named to it by TEST_DATABASE_URL and
// TEST_REDIS_URL. Ends with the command's exit code; the servers end with it, also when it is interrupted.

const [program, ...args] = process.argv.slice(2);
if (!program) throw new Error("Usage: with-databases <command> [arguments]");

const servers: OwnServer[] = [];
const stopAll = async () => {
	for (const server of servers.splice(0)) await server.stop();
};

async function run(command: string): Promise<number> {
	const postgres = await startPostgres();
	servers.push(postgres);
	const redis = await startRedis();
	servers.push(redis);
	console.log(`Started ${postgres.name} and ${redis.name} on free ports.`);
	const child = spawn(command, args, {
		stdio: ["ignore", "inherit", "inherit"],
		env: { ...process.env, TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url },
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("exit", (code) => resolve(code ?? 1));
	});
}

try {
	process.exitCode = await run(program);
} finally {
	await stopAll();
}
