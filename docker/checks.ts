import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readDockerfile, type Stage, type Step } from "./dockerfile.ts";

/** What is wrong with the image and the compose file, one line each; none when all is right. */
export function findProblems(root: string): string[] {
	const stages = readDockerfile(readFileSync(join(root, "docker/server.Dockerfile"), "utf8"));
	const compose = parse(readFileSync(join(root, "docker/compose.yaml"), "utf8")) as Compose;
	const example = readFileSync(join(root, ".env.example"), "utf8");
	const realm = JSON.parse(readFileSync(join(root, "docker/keycloak-realm.json"), "utf8")) as Realm;
	return [
		...imageProblems(stages, root),
		...composeProblems(compose, variablesOf(example)),
		...realmProblems(realm, compose),
	];
}

/** The variables that `.env.example` explains. */
const variablesOf = (example: string): Set<string> =>
	new Set([...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = ""]) => name));

const stepsOf = <Kind extends Step["kind"]>(stage: Stage | undefined, kind: Kind) =>
	(stage?.steps ?? []).filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);

/** Pinned bases, sources that exist, every workspace's manifest, and a last stage that is safe to run. */
export function imageProblems(stages: Stage[], root: string): string[] {
	const problems: string[] = [];
	const known = new Set<string>();
	for (const { name, base, steps } of stages) {
		if (!known.has(base) && !/^[\w./-]+:(?!latest$)[\w.-]+$/.test(base))
			problems.push(`${name}: base ${base} has no tag`);
		for (const step of steps) {
			if (step.kind !== "copy") continue;
			if (step.from !== null && !known.has(step.from)) problems.push(`${name}: COPY from unknown stage ${step.from}`);
			const missing = step.from === null ? step.sources.filter((source) => !existsSync(join(root, source))) : [];
			for (const source of missing) problems.push(`${name}: COPY of ${source}, which does not exist`);
		}
		known.add(name);
	}
	const copied = new Set(stages.flatMap((stage) => stepsOf(stage, "copy").flatMap(({ sources }) => sources)));
	for (const manifest of workspaceManifests(root)) {
		if (!copied.has(manifest)) problems.push(`no stage copies ${manifest}: npm ci would miss its packages`);
	}
	const last = stages.at(-1);
	const user = stepsOf(last, "user").at(-1)?.name;
	if (!user || user === "root" || user === "0") problems.push("the image runs as root");
	if (!stepsOf(last, "cmd")[0]?.words.length) problems.push("the image has no CMD in exec form");
	if (!stepsOf(last, "healthcheck")[0]?.words.length) problems.push("the image has no HEALTHCHECK in exec form");
	return problems;
}

function workspaceManifests(root: string): string[] {
	const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { workspaces: string[] };
	return workspaces
		.map((pattern) => pattern.replace(/\/\*$/, ""))
		.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`))
		.filter((manifest) => existsSync(join(root, manifest)));
}

export interface Compose {
	services?: Record<string, Service>;
	volumes?: Record<string, unknown>;
}
interface Service {
	image?: string;
	build?: { context: string; dockerfile: string };
	environment?: Record<string, string>;
	depends_on?: Record<string, { condition: string }>;
	healthcheck?: unknown;
	volumes?: string[];
	stop_grace_period?: string;
}

export interface Realm {
	clients: { clientId: string; secret: string; redirectUris: string[]; attributes: Record<string, string> }[];
	users: { username: string; credentials: { value: string }[] }[];
}

/** `PUBLIC_URL`, as Keycloak's file names a variable. */
const ownOrigin = `\${PUBLIC_URL}`;

/** Secrets from variables alone, each of which Keycloak gets, and the addresses that the server comes back to. */
export function realmProblems(realm: Realm, { services = {} }: Compose): string[] {
	const problems: string[] = [];
	const given = services.keycloak?.environment ?? {};
	for (const [, name = ""] of JSON.stringify(realm).matchAll(/\$\{([^}]*)\}/g)) {
		if (!(name in given)) problems.push(`realm: ${name} is not given to keycloak`);
	}
	const isVariable = (value: string) => /^\$\{[A-Z_]+\}$/.test(value);
	for (const { clientId, secret, redirectUris, attributes } of realm.clients) {
		if (!isVariable(secret)) problems.push(`realm: the secret of ${clientId} is written down`);
		const [redirect, ...more] = redirectUris;
		if (redirect !== `${ownOrigin}/auth/sso/callback` || more.length > 0)
			problems.push(`realm: ${clientId} may be sent elsewhere than to the callback`);
		if (attributes["post.logout.redirect.uris"] !== `${ownOrigin}/sign-in`)
			problems.push(`realm: ${clientId} does not come back after signing out`);
		// From container to container: Keycloak cannot reach the address that browsers use.
		if (attributes["backchannel.logout.url"] !== "http://server:8084/auth/sso/backchannel-logout")
			problems.push(`realm: ${clientId} is not told when somebody signs out`);
	}
	for (const { username, credentials } of realm.users) {
		if (!credentials.every(({ value }) => isVariable(value)))
			problems.push(`realm: ${username}'s password is written down`);
	}
	return problems;
}

/** Pinned images, dependencies that can become healthy, declared volumes, and no secret that is written down. */
export function composeProblems({ services = {}, volumes = {} }: Compose, variables: Set<string>): string[] {
	const problems: string[] = [];
	for (const [name, service] of Object.entries(services)) {
		if (!service.build && !/:(?!latest$)[\w.-]+$/.test(service.image ?? ""))
			problems.push(`${name}: its image has no tag`);
		for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
			if (!services[other]) problems.push(`${name}: depends on ${other}, which is not a service`);
			else if (condition === "service_healthy" && !services[other].healthcheck)
				problems.push(`${other}: has no healthcheck`);
		}
		for (const volume of service.volumes ?? []) {
			const source = volume.split(":")[0] ?? "";
			if (!/^[./]/.test(source) && !(source in volumes)) problems.push(`${name}: volume ${source} is not declared`);
		}
		for (const [variable, value] of Object.entries(service.environment ?? {})) {
			const used = [...String(value).matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, found = ""]) => found);
			for (const found of used)
				if (!variables.has(found)) problems.push(`${name}: ${found} is not told in .env.example`);
			const isSecret = /PASSWORD|SECRET|_KEYS?$|TOKEN/.test(variable);
			if (isSecret && used.length === 0) problems.push(`${name}: ${variable} is written down`);
			if (isSecret && /:-[^}]/.test(String(value))) problems.push(`${name}: ${variable} has a default`);
		}
	}
	const grace = Number.parseInt(services.server?.stop_grace_period ?? "10s", 10);
	if (grace <= 20) problems.push("server: stop_grace_period must be above the 20 s that runs have to end");
	return problems;
}
