import { hash, parseOptions } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, needsRehash, refuseGuessable, verifyPassword } from "./password.ts";

const someone = { email: "someone@example.com", field: "password" };

describe("hashing", () => {
	it("stores Argon2id with OWASP's parameters and a salt of its own", async () => {
		const [one, two] = await Promise.all([hashPassword("turnip orbit"), hashPassword("turnip orbit")]);
		expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(parseOptions(one)).toMatchObject({ algorithm: 2, saltLen: 16, outputLen: 32 });
		expect(one).not.toBe(two);
		expect(await verifyPassword(one, "turnip orbit")).toBe(true);
		expect(await verifyPassword(one, "turnip orbiT")).toBe(false);
	});

	it("reads every character of a long password", async () => {
		const long = "x".repeat(255);
		const stored = await hashPassword(`${long}a`);
		expect(await verifyPassword(stored, `${long}a`)).toBe(true);
		expect(await verifyPassword(stored, `${long}b`)).toBe(false);
	});

	it("takes the same characters however the keyboard composed them", async () => {
		expect(await verifyPassword(await hashPassword("cafe\u0301 noisette"), "caf\u00e9 noisette")).toBe(true);
	});

	it("matches nothing where there is no hash", async () => {
		expect(await verifyPassword(null, "")).toBe(false);
		expect(await verifyPassword(null, "turnip orbit")).toBe(false);
	});

	it("asks for a new hash exactly when the old one was made with less", async () => {
		const made = (memoryCost: number, timeCost: number) => hash("turnip", { memoryCost, timeCost, parallelism: 1 });
		expect(needsRehash(await made(12_288, 2))).toBe(true);
		expect(needsRehash(await made(19_456, 1))).toBe(true);
		expect(needsRehash(await hash("turnip", { algorithm: 1, memoryCost: 19_456, timeCost: 2 }))).toBe(true);
		expect(needsRehash(await made(19_456, 2))).toBe(false);
		expect(needsRehash(await made(32_768, 3))).toBe(false);
	});
});

describe("guessable passwords", () => {
	it.each(["password", "12345678", "PassWord123", "iloveyou1", "qwertyuiop"])("refuses %s", (password) => {
		expect(() => refuseGuessable(password, someone)).toThrow(/most used/);
	});

	it("refuses the person's own address", () => {
		expect(() => refuseGuessable("SomeOne@example.com", someone)).toThrow(/must not be the e-mail/);
	});

	it("takes a phrase, and names the field of what it refuses", () => {
		expect(() => refuseGuessable("turnip orbit lantern", someone)).not.toThrow();
		expect(() => refuseGuessable("baseball", { ...someone, field: "newPassword" })).toThrow(
			expect.objectContaining({ details: { issues: [expect.objectContaining({ path: "newPassword" })] } }),
		);
	});
});
