import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { measureAccess } from "./access.ts";
import { catalogQueries, measureCatalog } from "./catalog.ts";
import { fillCatalog } from "./database.ts";
import { measureGrid } from "./grid.ts";
import { type Hub, hubTargets, startHub } from "./hub.ts";
import { measureInTurn } from "./load.ts";
import { giveOwnCore } from "./own-core.ts";
import { measurePaced, pacedTurns, paceOfStreams } from "./paced.ts";
import { measurePages } from "./pages/measure.ts";
import { direct } from "./peers/direct.ts";
import { peers } from "./peers/index.ts";
import { startUpstream, type Upstream } from "./sandbox.ts";
import { figure, ratio, table } from "./table.ts";
import type { Target } from "./target.ts";

// Everything runs on this one machine in one run, the load too: the ratios mean something, the figures hardly.

const { values } = parseArgs({
	options: {
		seconds: { type: "string", default: "8" },
		concurrency: { type: "string", default: "32" },
		/** In how many turns the streamed targets are measured. */
		rounds: { type: "string", default: "5" },
		/** Tokens a second of the upstream; 0 is as fast as possible. */
		pace: { type: "string", default: "0" },
		/** Only the catalog's page in a browser. */
		grid: { type: "boolean", default: false },
		/** Only what deciding about access costs, over PostgreSQL. */
		access: { type: "boolean", default: false },
		/** Only the streamed runs, where what is measured has a core of its own. */
		"own-core": { type: "boolean", default: false },
		/** Only streams at a model's pace. */
		paced: { type: "boolean", default: false },
		/** Measures the pages in a browser instead of the doors. */
		pages: { type: "boolean", default: false },
	},
});
const seconds = Number(values.seconds);
const concurrency = Number(values.concurrency);
const rounds = Number(values.rounds);

const pacedStreams = 100;
const largeCatalog = 5_000;

async function catalog(hub: Hub, database: string, what: string, query: string): Promise<void> {
	const { bytes, models, results } = await measureCatalog(hub, database, { query, concurrency, seconds });
	const load = `${concurrency} connections, ${seconds} s each`;
	console.log(`\nCatalog ${what}: ${models} models of it, ${figure(bytes / 1024)} kB, ${load}\n`);
	const rows = results.map((result) => [
		result.name,
		figure(result.requestsPerSecond),
		ratio(result.requestsPerSecond, results[0]?.requestsPerSecond),
		figure(result.p50Ms),
		figure(result.p97_5Ms),
		String(result.failed),
	]);
	console.log(table(["", "requests/s", "ratio", "p50 ms", "p97.5 ms", "failed"], rows));
}

async function streams(targets: Target[]): Promise<void> {
	const results = await measureInTurn(targets, { concurrency, seconds, rounds });
	for (const target of targets) await target.stop();
	console.log(`\nStreamed run, ${concurrency} at once, ${seconds} s each in ${rounds} rounds, medians\n`);
	const rows = results.map((result) => [
		result.name,
		figure(result.answersPerSecond),
		ratio(result.answersPerSecond, results[0]?.answersPerSecond),
		figure(result.firstTextP50Ms),
		figure(result.firstTextP95Ms),
		figure(result.totalP95Ms),
		figure(result.cpuMsPerAnswer),
		String(result.failed),
	]);
	const head = ["", "runs/s", "ratio", "first text p50 ms", "p95 ms", "whole p95 ms", "CPU ms/run", "failed"];
	console.log(table(head, rows));
	for (const { name, problem } of results) if (problem) console.log(`\n${name} failed: ${problem}`);
}

/** The streamed runs where what is measured shares its core with nobody, as it does on a machine of its own. */
async function streamsOnOwnCore(): Promise<void> {
	const hub = await startHub(upstream, postgresUrl);
	hubs.push(hub);
	const targets = [...(await startPeers(upstream)), ...hubTargets(hub, postgresUrl ? "PostgreSQL" : "embedded")];
	await giveOwnCore(targets, upstream, postgresUrl);
	console.log("What is measured has the first core; the load, the provider and the database have the others.");
	await streams(targets);
}

async function grids(): Promise<void> {
	const results = [...(await measureGrid(5_000, true)), ...(await measureGrid(50_000, false))];
	const [bare] = results;
	console.log("\nThe catalog's page in Chromium, medians\n");
	const rows = results.map((result) => [
		result.name,
		figure(result.timeToRowsMs),
		ratio(result.timeToRowsMs, bare?.timeToRowsMs),
		figure(result.frameP50Ms),
		figure(result.frameP95Ms),
		ratio(result.frameP95Ms, bare?.frameP95Ms),
		figure(result.keystrokeMs),
	]);
	console.log(table(["", "rows after ms", "ratio", "frame p50 ms", "p95 ms", "ratio", "keystroke to rows ms"], rows));
}

/** The provider itself and the hub in front of it, at a model's pace. */
async function paced(postgresUrl: string | null): Promise<void> {
	const upstream = await startUpstream(paceOfStreams);
	const hub = await startHub(upstream, postgresUrl).catch(async (error) => {
		await upstream.child.stop();
		throw error;
	});
	try {
		const itself = await direct.start(upstream);
		if (typeof itself === "string") throw new Error(itself);
		const targets = [itself, ...hubTargets(hub, postgresUrl ? "PostgreSQL" : "embedded")];
		const results = await measurePaced(targets, { streams: pacedStreams, seconds });
		console.log(
			`\n${pacedStreams} streams at once, ${paceOfStreams} tokens/s each, ${seconds} s in each of ${pacedTurns} turns, medians\n`,
		);
		const [first] = results;
		const rows = results.map((result) => [
			result.name,
			figure(result.firstTextP50Ms),
			figure(result.firstTextP50Ms - (first?.firstTextP50Ms ?? 0)),
			figure(result.firstTextP95Ms),
			figure(result.heldKbPerStream),
			figure(result.residentKbPerStream),
			String(result.failed),
		]);
		console.log(
			table(["", "first text p50 ms", "over direct", "p95 ms", "held kB/stream", "resident kB/stream", "failed"], rows),
		);
	} finally {
		await hub.stop();
		await upstream.child.stop();
	}
}

/** What deciding about access costs the server; the processor's time, for a share of it is asked. */
async function access(url: string): Promise<void> {
	const { listings, refusedCallMs } = await measureAccess(upstream, url, concurrency);
	console.log(`\nAccess: CPU ms of the server, medians\n`);
	const rows = listings.map(({ door, caller, cpuMs, ratio, bytes }) => [
		`5,000 models listed, ${door}, ${caller}`,
		figure(cpuMs),
		figure(ratio),
		figure(bytes / 1000),
	]);
	rows.push([`a call refused by its quota, ${concurrency} at once`, figure(refusedCallMs), "-", "-"]);
	console.log(table(["", "CPU ms", "ratio", "kB"], rows));
}

async function startPeers(upstream: Upstream): Promise<Target[]> {
	const targets: Target[] = [];
	for (const peer of peers) {
		const started = await peer.start(upstream);
		if (typeof started === "string") console.log(`Left out: ${peer.name}: ${started}.`);
		else targets.push(started);
	}
	return targets;
}

async function doors(embedded: Hub): Promise<void> {
	await catalog(embedded, "embedded", "as shipped", catalogQueries.plain);
	const targets = [...(await startPeers(upstream)), ...hubTargets(embedded, "embedded")];
	if (postgresUrl) {
		const external = await startHub(upstream, postgresUrl);
		hubs.push(external);
		await catalog(external, "PostgreSQL", "as shipped", catalogQueries.plain);
		if (external.databaseUrl) await fillCatalog(external.databaseUrl, largeCatalog);
		await catalog(external, "PostgreSQL", `of ${figure(largeCatalog)}, filtered`, catalogQueries.filtered);
		targets.push(...hubTargets(external, "PostgreSQL"));
	}
	await streams(targets);
	await paced(postgresUrl);
	if (!postgresUrl) return;
	await access(postgresUrl);
	// Last: processes stay on the cores that they are given.
	await streamsOnOwnCore().catch((error: Error) => console.log(`\nLeft out, on cores of their own: ${error.message}`));
}

const [processor] = cpus();
console.log(`${cpus().length} × ${processor?.model ?? "unknown processor"}, Node ${process.version}`);
const postgresUrl = process.env.TEST_DATABASE_URL ?? null;
if (!postgresUrl) console.log("PostgreSQL is left out: npm run with-databases -- npm run bench starts one.");

if (values.grid) {
	await grids();
	process.exit();
}
if (values.paced) {
	await paced(postgresUrl);
	process.exit();
}
const upstream = await startUpstream(Number(values.pace));
const hubs: Hub[] = [];
try {
	if (values.access) {
		if (!postgresUrl) throw new Error("There is no PostgreSQL: npm run with-databases -- npm run bench -- --access");
		await access(postgresUrl);
	} else if (values["own-core"]) await streamsOnOwnCore();
	else {
		const embedded = await startHub(upstream, null);
		hubs.push(embedded);
		if (values.pages) await measurePages(embedded);
		else await doors(embedded);
	}
} finally {
	for (const hub of hubs) await hub.stop();
	await upstream.child.stop();
}
