import { parseArgs } from "node:util";
import { type Env, readEnv } from "../env.ts";
import { explainStartFailure } from "../start-failure.ts";
import { accessReconcile } from "./access-reconcile.ts";
import { auditVerify } from "./audit-verify.ts";
import type { CliIo } from "./io.ts";
import { keysImport } from "./keys-import.ts";
import { keysReencrypt } from "./keys-reencrypt.ts";

const usage = `llm-hub <command>

  keys reencrypt [--dry-run]
      Wraps every saved secret with the first key of ENCRYPTION_KEYS. Servers may go on meanwhile. Stopped anywhere,
      nothing is lost, and the next call goes on from there. A dry run only says what would be done.

  keys import --fernet-key-file FILE [KEYS]
      Imports provider keys that another system kept as Fernet tokens, from the file KEYS or standard input: a JSON
      array, or one object a line, such as
        {"provider_type":"openai","name":"Team key","encrypted_api_key":"gAAAA…","config":{"base_url":null}}
      All of them are saved or none. What is saved already stays as it is. FILE holds the Fernet key, one a line.

  access reconcile
      Proves that the recorded runs, the ledger and the counters that quotas are checked against say the same, or names
      each difference. Changes nothing.

  audit verify
      Reads the whole audit and names every event that was changed, moved or removed.

The database and ENCRYPTION_KEYS are those of the environment, or of .env in this directory, as the server has them.
`;

type Command = (env: Env, io: CliIo) => Promise<number>;

/**
 * Runs one command line. Returns the exit code: 0 done, 1 failed or something is wrong, 2 not understood, 130 stopped by
 * Ctrl+C. Nothing is printed that holds a secret.
 */
export async function runCli(argv: string[], io: CliIo, env: () => Env = readEnv): Promise<number> {
	let command: Command | "help";
	try {
		command = commandOf(argv);
	} catch (error) {
		io.note(`${error instanceof Error ? error.message : error}\n\n${usage}`);
		return 2;
	}
	if (command === "help") {
		io.print(usage);
		return 0;
	}
	try {
		return await command(env(), io);
	} catch (error) {
		if (io.signal.aborted) {
			io.note("Stopped. What was done stays done; the same command goes on from there.");
			return 130;
		}
		io.note(explainStartFailure(error));
		return 1;
	}
}

function commandOf(argv: string[]): Command | "help" {
	const { values, positionals } = parseArgs({
		args: argv,
		allowPositionals: true,
		options: {
			"dry-run": { type: "boolean", default: false },
			"fernet-key-file": { type: "string" },
			help: { type: "boolean", short: "h", default: false },
		},
	});
	const [group, verb, ...rest] = positionals;
	if (values.help || group === "help") return "help";
	const [file, ...more] = rest;
	const { "dry-run": dryRun, "fernet-key-file": fernetKeyFile } = values;
	const name = [group, verb].filter((word) => word !== undefined).join(" ");
	if (name !== "keys import" && (file !== undefined || fernetKeyFile !== undefined)) {
		throw new Error(`"${name}" takes neither a file nor --fernet-key-file.`);
	}
	if (name !== "keys reencrypt" && dryRun) throw new Error(`"${name}" has no --dry-run.`);
	if (name === "keys reencrypt") return (env, io) => keysReencrypt(env, io, { dryRun });
	if (name === "audit verify") return auditVerify;
	if (name === "access reconcile") return accessReconcile;
	if (name !== "keys import") throw new Error(name === "" ? "Give a command." : `There is no command "${name}".`);
	if (more.length > 0) throw new Error('"keys import" takes one file.');
	if (!fernetKeyFile) throw new Error('"keys import" needs --fernet-key-file.');
	return (env, io) => keysImport(env, io, { file: file === undefined || file === "-" ? null : file, fernetKeyFile });
}
