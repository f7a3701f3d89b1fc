#!/usr/bin/env node
import { text } from "node:stream/consumers";
import { runCli } from "./cli/run-cli.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());

process.exitCode = await runCli(process.argv.slice(2), {
	readInput: () => text(process.stdin),
	print: (line) => void process.stdout.write(`${line}\n`),
	note: (line) => void process.stderr.write(`${line}\n`),
	signal: interrupted.signal,
});
