import { schema } from "@llm-hub/db";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestServer } from "../test/server.ts";
import { openSsoStage, type SsoStage } from "../test/sso.ts";
import { createVisitor, type Visitor } from "../test/visitor.ts";

const { sessions, setupTokens, users } = schema;

let stage: SsoStage;
beforeAll(async () => {
	stage = await openSsoStage({ ADMIN_EMAIL: "first@example.com", ADMIN_PASSWORD: "a long enough passphrase" });
});
afterAll(() => stage.close());

const db = () => stage.server.door.opened.db;
afterEach(() => stage.provider.tamper(null));
const problemOf = (location: URL | null) => {
	expect(location?.pathname).toBe("/sign-in");
	expect(location?.searchParams.get("request")).toMatch(/^[\w-]{36}$/);
	return location?.searchParams.get("problem");
};

const refused = async (work: () => Promise<{ visitor: Visitor; location: URL | null }>) => {
	const before = await db().$count(sessions);
	const { visitor, location } = await work();
	expect(await db().$count(sessions)).toBe(before);
	expect((await stage.me(visitor)).user).toBeNull();
	return problemOf(location);
};
const subject = "refused";
beforeAll(() => {
	stage.provider.people.set(subject, { email: "refused@example.com", email_verified: true });
});
const answered = async (change: (answer: URL) => void) => {
	const { visitor, answer } = await stage.toCallback(subject);
	change(answer);
	return { visitor, location: (await visitor.visit(answer)).location };
};

it.each<[string, string, (answer: URL) => void]>([
	["another state", "expired", (url) => url.searchParams.set("state", "other")],
	["no state", "expired", (url) => url.searchParams.delete("state")],
	["another code", "expired", (url) => url.searchParams.set("code", "other")],
	["no code", "untrusted", (url) => url.searchParams.delete("code")],
	["another issuer", "untrusted", (url) => url.searchParams.set("iss", "http://localhost:2")],
	["no issuer", "untrusted", (url) => url.searchParams.delete("iss")],
])("an answer with %s", async (_, problem, change) => {
	expect(await refused(() => answered(change))).toBe(problem);
});

it.each<[string, string, (url: URL) => void]>([
	["nonce", "untrusted", (url) => url.searchParams.set("nonce", "other")],
	["PKCE challenge", "expired", (url) => url.searchParams.set("code_challenge", "A".repeat(43))],
	["state", "expired", (url) => url.searchParams.set("state", "other")],
])("a sign-in that was begun with another %s", async (_, problem, change) => {
	expect(await refused(() => stage.signIn(subject, { change }))).toBe(problem);
});

it("an answer brought by another browser, or by none that began", async () => {
	const { answer } = await stage.toCallback(subject);
	const stranger = createVisitor();
	expect(await refused(async () => ({ visitor: stranger, location: (await stranger.visit(answer)).location }))).toBe(
		"expired",
	);
	const other = await stage.toCallback(subject);
	const { answer: mine } = await stage.toCallback(subject);
	mine.searchParams.set("state", other.answer.searchParams.get("state") ?? "");
	const location = async () => ({ visitor: other.visitor, location: (await other.visitor.visit(mine)).location });
	expect(await refused(location)).toBe("expired");
});

it("an answer that comes a second time, even with the cookie of the first", async () => {
	const { visitor, answer } = await stage.toCallback(subject);
	const cookie = visitor.cookies(stage.server.url);
	expect((await visitor.visit(answer)).location?.pathname).toBe("/");
	const again = createVisitor();
	expect(await refused(async () => ({ visitor: again, location: (await visitor.visit(answer)).location }))).toBe(
		"expired",
	);
	const replay = async () => ({ visitor: again, location: (await again.visit(answer, { cookie })).location });
	expect(await refused(replay)).toBe("expired");
});

it("a cookie of somebody else's making, or changed", async () => {
	const { visitor, answer } = await stage.toCallback(subject);
	const cookie = visitor.cookies(stage.server.url);
	const changed = cookie.replace(/.(?=.{8}$)/, (letter) => (letter === "A" ? "B" : "A"));
	for (const forged of ["llm_hub_sso=x", changed, cookie.replace("v1.", "v2.")]) {
		const fresh = createVisitor();
		const attempt = async () => ({
			visitor: fresh,
			location: (await fresh.visit(answer, { cookie: forged })).location,
		});
		expect(await refused(attempt)).toBe("expired");
	}
});

it("an ID token whose signature is not the provider's", async () => {
	stage.provider.tamper((body) => {
		const [head, , signature] = String(body.id_token).split(".");
		const payload = JSON.parse(Buffer.from(String(body.id_token).split(".")[1] ?? "", "base64url").toString());
		const forged = Buffer.from(JSON.stringify({ ...payload, roles: ["hub-admins"] })).toString("base64url");
		body.id_token = [head, forged, signature].join(".");
	});
	expect(await refused(() => stage.signIn(subject))).toBe("untrusted");
});

it("a person who turns back at the provider", async () => {
	expect(await refused(() => stage.signIn(""))).toBe("denied");
});

it("everybody, while the provider is down; and then goes on", async () => {
	const { visitor, answer } = await stage.toCallback(subject);
	stage.provider.stop();
	expect(await refused(async () => ({ visitor, location: (await visitor.visit(answer)).location }))).toBe(
		"unreachable",
	);
	stage.provider.startAgain();
	expect((await stage.signIn(subject)).location?.pathname).toBe("/");
});

it.each([
	"https://elsewhere.example/",
	"//elsewhere.example",
	"/\\elsewhere.example",
	"/.//elsewhere.example",
	"/\t/elsewhere.example",
	"javascript:alert(1)",
	`/${"a".repeat(2_000)}`,
])("a way to %s", async (next) => {
	const { location } = await stage.signIn(subject, { next });
	expect(location?.href).toBe(`${stage.server.url}/`);
});

it("is not offered where no provider is set", async () => {
	await using bare = await startTestServer();
	const { json } = await bare.call("GET", "/trpc/auth.me");
	expect(json.result.data.sso).toBe(false);
	const start = await bare.call("GET", "/auth/sso/start");
	expect([start.status, start.headers.get("location")]).toEqual([
		303,
		expect.stringContaining("problem=not_configured"),
	]);
	expect((await bare.call("HEAD", "/auth/sso/callback")).status).toBe(404);
});

it("makes nobody before there is an admin, and the first admin of who is one at the provider", async () => {
	const empty = await openSsoStage();
	const { db } = empty.server.door.opened;
	expect(await db.$count(setupTokens)).toBe(1);
	expect(problemOf((await empty.signIn(empty.person().subject)).location)).toBe("needs_setup");
	expect(await db.$count(users)).toBe(0);
	const { visitor } = await empty.signIn(empty.person({ roles: "hub-admins" }).subject);
	expect((await empty.me(visitor)).user).toMatchObject({ role: "admin", tierCode: "trial" });
	expect(await db.$count(setupTokens)).toBe(0);
	await empty.close();
});
