import { describe, expect, it } from "vitest";
import { changePasswordInput, loginInput, setupInput } from "./schema.ts";

const person = { token: "t", email: "you@example.com", name: "You", password: "turnip orbit" };
const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
	result.error?.issues.map((issue) => issue.message) ?? [];

describe("a chosen password", () => {
	const verdict = (password: string) => messages(setupInput.safeParse({ ...person, password }));

	it("has 8 to 256 characters of any kind", () => {
		expect(verdict("1234567")).toEqual(["A password has at least 8 characters."]);
		expect(verdict("x".repeat(257))).toEqual(["A password has at most 256 characters."]);
		for (const fine of ["aaaaaaaa", "x".repeat(256), "        ", "пароль-и-море"]) expect(verdict(fine)).toEqual([]);
	});

	it("counts an emoji as one character", () => {
		expect(verdict("😀".repeat(7))).toEqual(["A password has at least 8 characters."]);
		expect(verdict("😀".repeat(256))).toEqual([]);
	});
});

describe("an e-mail address", () => {
	it("is kept in lower case without the spaces around it", () => {
		expect(setupInput.parse({ ...person, email: "  You@Example.COM " }).email).toBe("you@example.com");
		expect(loginInput.parse({ email: " You@Example.COM", password: "x" }).email).toBe("you@example.com");
	});

	it("must look like one only where it is chosen", () => {
		expect(messages(setupInput.safeParse({ ...person, email: "nobody" }))).toEqual([
			"Enter an e-mail address, such as you@example.com.",
		]);
		expect(setupInput.safeParse({ ...person, email: "admin@localhost" }).success).toBe(true);
		expect(loginInput.safeParse({ email: "nobody", password: "x" }).success).toBe(true);
	});

	it("cannot carry what the database cannot hold", () => {
		expect(loginInput.safeParse({ email: "a\u0000@example.com", password: "x" }).success).toBe(false);
		expect(setupInput.safeParse({ ...person, name: "a\u0000b" }).success).toBe(false);
	});
});

describe("empty forms and extra fields", () => {
	it("says what to enter", () => {
		expect(messages(loginInput.safeParse({ email: "", password: "" }))).toEqual([
			"Enter your e-mail address.",
			"Enter your password.",
		]);
		expect(messages(setupInput.safeParse({ ...person, name: " " }))).toEqual(["Enter a name."]);
	});

	it.each([
		["login", loginInput, { email: "a@b.c", password: "x" }],
		["setup", setupInput, person],
		["changePassword", changePasswordInput, { currentPassword: "x", newPassword: "turnip orbit" }],
	] as const)("%s refuses a field of its user's own making", (_, schema, input) => {
		expect(schema.safeParse(input).success).toBe(true);
		for (const extra of [{ role: "admin" }, { userId: "1" }, { isAdmin: true }, { tierCode: "enterprise" }]) {
			expect(schema.safeParse({ ...input, ...extra }).success).toBe(false);
		}
	});
});
