import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeClaims, readClaims } from "./claims.ts";
import { returnPath } from "./return-path.ts";

const wanted: Parameters<typeof readClaims>[1] = {
	adminRole: "hub-admins",
	tierClaim: "llm_hub.tier",
	clientId: "hub",
};
const read = (claims: object, settings = wanted) => readClaims({ sub: "s-1", ...claims }, settings);

describe("the role", () => {
	it.each<[string, object, string | null]>([
		["roles", { roles: ["x", "hub-admins"] }, "admin"],
		["a single role", { roles: "power_user" }, "power_user"],
		["groups, with their path", { groups: ["/hub-admins"] }, "admin"],
		["Keycloak's realm roles", { realm_access: { roles: ["viewer"] } }, "viewer"],
		["Keycloak's roles of this client", { resource_access: { hub: { roles: ["hub-admins"] } } }, "admin"],
		["the highest of several", { roles: ["viewer", "user", "power_user"] }, "power_user"],
		["not those of another client", { resource_access: { other: { roles: ["hub-admins"] } } }, null],
		["not admin by its name alone", { roles: ["admin"] }, null],
		["not a part of a name", { roles: ["hub-admins-x", "x/hub-admins"] }, null],
		["not what is no list of names", { roles: [{ name: "hub-admins" }, 7], groups: null, realm_access: "x" }, null],
		["nothing where nothing is told", {}, null],
	])("comes from %s", (_, claims, role) => {
		expect(read(claims).role).toBe(role);
	});

	it("is never admin where no admin role is set", () => {
		expect(read({ roles: ["admin", "null", ""] }, { ...wanted, adminRole: null }).role).toBeNull();
	});
});

it.each<[string, object, object, { email: string; emailVerified: boolean }]>([
	["its own", { email: "a@x", email_verified: true }, {}, { email: "a@x", emailVerified: true }],
	["userinfo's", {}, { email: "a@x", email_verified: true }, { email: "a@x", emailVerified: true }],
	["both", { email: "A@x" }, { email: "a@x", email_verified: true }, { email: "a@x", emailVerified: true }],
	["one that names no address", { email_verified: true }, { email: "b@x" }, { email: "b@x", emailVerified: false }],
	["the other, which names none", { email: "a@x" }, { email_verified: true }, { email: "a@x", emailVerified: false }],
	[
		"two, of which one is refused",
		{ email_verified: true },
		{ email: "b@x", email_verified: false },
		{ email: "b@x", emailVerified: false },
	],
	["two", { email: "a@x" }, { email: "b@x", email_verified: true }, { email: "a@x", emailVerified: false }],
	[
		"two, each its own",
		{ email: "a@x", email_verified: false },
		{ email: "b@x", email_verified: true },
		{ email: "a@x", emailVerified: false },
	],
])("an address is verified by who names it: %s", (_, own, more, expected) => {
	expect(read(mergeClaims(own as Record<string, unknown>, more as Record<string, unknown>))).toMatchObject(expected);
});

it.each<[object, string, string[]]>([
	[{ llm_hub: { tier: "starter" } }, "llm_hub.tier", ["starter"]],
	[{ "llm_hub.tier": ["a", "b"] }, "llm_hub.tier", ["a", "b"]],
	[{ "https://example.com/tier": "a" }, "https://example.com/tier", ["a"]],
	[{ tier: { code: "a" } }, "tier", []],
	[{}, "constructor.name", []],
	[{ tier: null }, "tier.code", []],
])("finds the tier of %j at %s", (claims, tierClaim, tierCodes) => {
	expect(read(claims, { ...wanted, tierClaim }).tierCodes).toEqual(tierCodes);
});

it("takes an address as it is signed in with, and a name that is fit to show", () => {
	expect(read({ email: " Ana@Example.com ", email_verified: true, name: " Ana\u0007 " })).toMatchObject({
		email: "ana@example.com",
		emailVerified: true,
		name: "Ana",
	});
	expect(read({ email: "no address", preferred_username: "ana" })).toMatchObject({ email: null, name: "ana" });
	expect(read({ email: "ana@example.com", name: " " }).name).toBe("ana");
	for (const email_verified of [undefined, null, 1, "yes", ["true"], {}]) {
		expect(read({ email: "a@example.com", email_verified }).emailVerified).toBe(false);
	}
});

it("never leads to another host, whatever is asked", () => {
	const part = fc.constantFrom("/", "\\", ".", "..", "\t", "\n", "@", ":", "//", "evil.example", "%2f", "?", "#", "a");
	fc.assert(
		fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
			const path = returnPath(`/${parts.join("")}`, "https://hub.example.com");
			expect(path.startsWith("/")).toBe(true);
			expect(new URL(path, "https://hub.example.com").host).toBe("hub.example.com");
		}),
	);
	for (const other of [null, undefined, 7, "", "admin", "https://hub.example.com/x", ["/x"]]) {
		expect(returnPath(other, "https://hub.example.com")).toBe("/");
	}
	expect(returnPath("/admin/x?a=b#c", "https://hub.example.com")).toBe("/admin/x?a=b#c");
});
