import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Compose, composeProblems, findProblems, imageProblems, type Realm, realmProblems } from "./checks.ts";
import { readDockerfile } from "./dockerfile.ts";

const root = resolve(import.meta.dirname, "..");

it("finds nothing wrong with the image, the compose file and .env.example", () => {
	expect(findProblems(root)).toEqual([]);
});

describe("an image", () => {
	const problems = (text: string) =>
		imageProblems(readDockerfile(text), root).filter((line) => !line.startsWith("no stage"));
	const good = 'FROM node:24-slim\nUSER node\nHEALTHCHECK CMD ["true"]\nCMD ["true"]\n';

	it.each([
		["FROM node", "FROM node:24-slim", "stage 0: base node has no tag"],
		["FROM node:latest", "FROM node:24-slim", "stage 0: base node:latest has no tag"],
		["", "USER node\n", "the image runs as root"],
		["CMD true", 'CMD ["true"]', "the image has no CMD in exec form"],
		["", 'HEALTHCHECK CMD ["true"]\n', "the image has no HEALTHCHECK in exec form"],
		["USER node\nCOPY nothing-here .", "USER node", "stage 0: COPY of nothing-here, which does not exist"],
		["USER node\nCOPY --from=nowhere /a .", "USER node", "stage 0: COPY from unknown stage nowhere"],
	])("with %j instead of %j is refused", (bad, right, problem) => {
		expect(problems(good)).toEqual([]);
		const at = right === 'CMD ["true"]' ? good.lastIndexOf(right) : good.indexOf(right);
		expect(problems(good.slice(0, at) + bad + good.slice(at + right.length))).toEqual([problem]);
	});

	it("that forgets a workspace's manifest is refused", () => {
		expect(imageProblems(readDockerfile(good), root)).toContain(
			"no stage copies packages/db/package.json: npm ci would miss its packages",
		);
	});
});

describe("a compose file", () => {
	const interpolated = (name: string) => `\${${name}}`;
	const good: Compose = {
		services: {
			server: { image: "hub:1", stop_grace_period: "25s", environment: { A_TOKEN: interpolated("A_TOKEN:?set it") } },
		},
	};
	const withServer = (change: object): Compose => ({ services: { server: { ...good.services?.server, ...change } } });

	it.each([
		[{ image: "hub" }, "server: its image has no tag"],
		[{ stop_grace_period: "10s" }, "server: stop_grace_period must be above the 20 s that runs have to end"],
		[{ environment: { A_TOKEN: "canary" } }, "server: A_TOKEN is written down"],
		[{ environment: { A_TOKEN: interpolated("A_TOKEN:-canary") } }, "server: A_TOKEN has a default"],
		[{ environment: { B: interpolated("B") } }, "server: B is not told in .env.example"],
		[{ volumes: ["data:/data"] }, "server: volume data is not declared"],
		[{ depends_on: { db: { condition: "service_healthy" } } }, "server: depends on db, which is not a service"],
	])("with %j is refused", (change, problem) => {
		expect(composeProblems(good, new Set(["A_TOKEN"]))).toEqual([]);
		expect(composeProblems(withServer(change), new Set(["A_TOKEN"]))).toEqual([problem]);
	});
});

describe("a Keycloak realm", () => {
	const interpolated = (name: string) => `\${${name}}`;
	const compose: Compose = {
		services: { keycloak: { image: "k:1", environment: { PUBLIC_URL: "x", A_SECRET: "x" } } },
	};
	const told = { "backchannel.logout.url": "http://server:8084/auth/sso/backchannel-logout" };
	const client = {
		clientId: "hub",
		secret: interpolated("A_SECRET"),
		redirectUris: [`${interpolated("PUBLIC_URL")}/auth/sso/callback`],
		attributes: { "post.logout.redirect.uris": `${interpolated("PUBLIC_URL")}/sign-in`, ...told },
	};
	const good: Realm = { clients: [client], users: [] };

	it.each<[object, object, string]>([
		[{ secret: "canary" }, {}, "realm: the secret of hub is written down"],
		[{ secret: interpolated("B_SECRET") }, {}, "realm: B_SECRET is not given to keycloak"],
		[{ redirectUris: ["*"] }, {}, "realm: hub may be sent elsewhere than to the callback"],
		[{ attributes: told }, {}, "realm: hub does not come back after signing out"],
		[
			{ attributes: { ...client.attributes, "backchannel.logout.url": "" } },
			{},
			"realm: hub is not told when somebody signs out",
		],
		[{}, { users: [{ username: "ana", credentials: [{ value: "canary" }] }] }, "realm: ana's password is written down"],
	])("with %j and %j is refused", (clientChange, change, problem) => {
		expect(realmProblems(good, compose)).toEqual([]);
		expect(realmProblems({ ...good, clients: [{ ...client, ...clientChange }], ...change }, compose)).toEqual([
			problem,
		]);
	});
});
