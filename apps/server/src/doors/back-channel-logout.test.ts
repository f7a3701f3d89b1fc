import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSsoStage, type SsoStage } from "../test/sso.ts";
import type { Visitor } from "../test/visitor.ts";

let stage: SsoStage;
beforeAll(async () => {
	stage = await openSsoStage({ ADMIN_EMAIL: "first@example.com", ADMIN_PASSWORD: "a long enough passphrase" });
	stage.provider.register("http://localhost:1", stage.server.url);
});
afterAll(() => stage.close());

const db = () => stage.server.door.opened.db;
const isIn = async (visitor: Visitor) => (await stage.me(visitor)).user !== null;
const lastLogout = () =>
	db().query.auditEvents.findFirst({
		where: (row, { eq }) => eq(row.action, "auth.sso.logout"),
		orderBy: (row, { desc }) => desc(row.seq),
	});

/** Signs out on the provider's own page; its client here is not visited. */
async function signOutThere(visitor: Visitor): Promise<void> {
	const confirm = await visitor.visit(`${stage.provider.issuer}/session/end`);
	const [, action = "", xsrf = ""] = /action="([^"]+)".*name="xsrf" value="([^"]+)"/s.exec(confirm.text) ?? [];
	await visitor.visit(action, { form: { xsrf, logout: "yes" } });
}

const send = (token: string, headers: Record<string, string> = {}) =>
	fetch(`${stage.server.url}/auth/sso/backchannel-logout`, {
		method: "POST",
		body: new URLSearchParams({ logout_token: token }),
		headers,
	});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
let made = 0;
/** A token that the provider never made, with its key or another. */
function forge(
	claims: object,
	{ header = {}, key = stage.provider.signingKey }: { header?: object; key?: KeyObject } = {},
) {
	const now = Math.floor(Date.now() / 1000);
	const usual = {
		iss: stage.provider.issuer,
		aud: stage.provider.clientId,
		iat: now,
		exp: now + 120,
		jti: `jti-${made++}`,
		events: { "http://schemas.openid.net/event/backchannel-logout": {} },
	};
	const text = `${encode({ alg: "ES256", kid: "signing", typ: "logout+jwt", ...header })}.${encode({ ...usual, ...claims })}`;
	const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
	return `${text}.${signature.toString("base64url")}`;
}

it("ends here the session that was ended at the provider, and no other", async () => {
	const { subject, email } = stage.person();
	const laptop = await stage.signIn(subject);
	const phone = await stage.signIn(subject);
	const other = await stage.signIn(stage.person().subject);
	expect(await isIn(laptop.visitor)).toBe(true);
	await signOutThere(laptop.visitor);
	expect(await isIn(laptop.visitor)).toBe(false);
	expect([await isIn(phone.visitor), await isIn(other.visitor)]).toEqual([true, true]);
	expect(await lastLogout()).toMatchObject({
		...{ actorKind: "system", actorId: "the OpenID provider", targetName: email, after: { ended: 1 } },
	});
});

it("ends all sessions of a person whom the token names without a session, once", async () => {
	const { subject } = stage.person();
	const visitors = [(await stage.signIn(subject)).visitor, (await stage.signIn(subject)).visitor];
	const token = forge({ sub: subject });
	const answer = await send(token);
	expect([answer.status, answer.headers.get("cache-control")]).toEqual([204, "no-store"]);
	expect(await Promise.all(visitors.map(isIn))).toEqual([false, false]);
	const { visitor } = await stage.signIn(subject);
	expect((await send(token)).status).toBe(400);
	expect(await isIn(visitor)).toBe(true);
	// Nobody is known by that name: nothing to end, and nothing wrong.
	expect((await send(forge({ sub: "nobody" }))).status).toBe(204);
	expect((await send(forge({ sid: "nothing" }))).status).toBe(204);
});

describe("a token that does not pass the checks ends nothing:", () => {
	let visitor: Visitor;
	const subject = "stays";
	beforeAll(async () => {
		stage.provider.people.set(subject, { email: "stays@example.com", email_verified: true });
		({ visitor } = await stage.signIn(subject));
	});
	const now = () => Math.floor(Date.now() / 1000);
	const sub = subject;
	it.each<[string, () => string]>([
		["of another issuer", () => forge({ sub, iss: "http://localhost:2" })],
		["for another audience", () => forge({ sub, aud: "another" })],
		["without the event", () => forge({ sub, events: undefined })],
		["with another event", () => forge({ sub, events: { "http://schemas.openid.net/event/other": {} } })],
		["with a nonce, as an ID token has", () => forge({ sub, nonce: "n" })],
		["about nobody", () => forge({})],
		["without an id of its own", () => forge({ sub, jti: undefined })],
		["that is too old", () => forge({ sub, iat: now() - 600, exp: now() + 600 })],
		["without a time", () => forge({ sub, iat: undefined })],
		["that has run out", () => forge({ sub, exp: now() - 300 })],
		["of another kind", () => forge({ sub }, { header: { typ: "at+jwt" } })],
		[
			"signed by another key",
			() => forge({ sub }, { key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }),
		],
		["signed by a key that the provider does not have", () => forge({ sub }, { header: { kid: "unknown" } })],
		["signed by nobody", () => `${forge({ sub }, { header: { alg: "none" } }).replace(/[^.]+$/, "")}`],
		["signed by a shared secret", () => forge({ sub }, { header: { alg: "HS256" } })],
		["that is no token", () => "' or true --"],
		["that is empty", () => ""],
	])("%s", async (_, token) => {
		const answer = await send(token());
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ code: "invalid_request" });
		expect(await isIn(visitor)).toBe(true);
	});

	it("from a page of another site, as JSON, or too long", async () => {
		expect((await send(forge({ sub }), { "sec-fetch-site": "cross-site" })).status).toBe(403);
		const json = await stage.server.call("POST", "/auth/sso/backchannel-logout", {
			body: { logout_token: forge({ sub }) },
		});
		expect(json.status).toBe(400);
		expect((await send("x".repeat(20_000))).status).toBe(413);
		const elsewhere = await fetch(`${stage.server.url}/api/v1/auth/logout`, {
			method: "POST",
			body: new URLSearchParams(),
		});
		expect(elsewhere.status).toBe(415);
		expect(await isIn(visitor)).toBe(true);
		expect(stage.server.logLines.join("")).not.toContain("eyJ");
	});
});
