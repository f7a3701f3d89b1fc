import { readOptions, usage } from "./cli-options.ts";
import { createSandbox } from "./sandbox.ts";
import { providerNames } from "./types.ts";

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (!options) {
		process.stdout.write(usage);
		return;
	}
	const sandbox = await createSandbox(options);
	const lines = providerNames.map((provider) => `  ${provider.padEnd(11)}${sandbox.baseUrl(provider)}`);
	process.stdout.write(`The sandbox listens. Base URLs:\n${lines.join("\n")}\n`);
	process.stdout.write("Any key of 10 characters or more is accepted; the custom URL needs none.\n");
	const stop = () => void sandbox.close();
	process.once("SIGINT", stop);
	process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
});
