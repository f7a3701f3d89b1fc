import { readEnv } from "./env.ts";
import { createLog } from "./log.ts";
import { superviseProcess } from "./process.ts";
import { startServer } from "./start.ts";
import { explainStartFailure } from "./start-failure.ts";
import { welcome } from "./welcome.ts";

try {
	const env = readEnv();
	const log = createLog(env.logLevel);
	const server = await startServer(env, log);
	superviseProcess(server, log);
	process.stdout.write(welcome(env, server));
} catch (error) {
	process.stderr.write(`\n${explainStartFailure(error)}\n\n`);
	process.exit(1);
}
