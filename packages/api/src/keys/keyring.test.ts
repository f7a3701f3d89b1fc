import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { EncryptionKey } from "./encryption-keys.ts";
import { createKeyring, type SecretBinding, UnreadableSecretError } from "./keyring.ts";

const key = (id: string): EncryptionKey => ({ id, key: randomBytes(32) });
const secret = "sk-test-kept-in-an-envelope";
const binding: SecretBinding = {
	table: "t",
	row: "r1",
	provider: "openai",
	column: "c",
	baseUrl: "https://a.example/v1",
};
const k1 = key("k1");
const k2 = key("k2");
const ring = createKeyring([k1]);

describe("an envelope", () => {
	it("opens to what was sealed, and holds nothing of it", () => {
		const sealed = ring.seal(secret, binding);
		expect(ring.open(sealed, binding)).toBe(secret);
		expect(sealed).toMatch(/^v1\.k1(\.[A-Za-z0-9_-]+){2}$/);
		expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("sk-test");
	});

	it("is another one each time, in every part", () => {
		const [one, two] = [ring.seal(secret, binding), ring.seal(secret, binding)].map((text) => text.split("."));
		expect(one?.[2]).not.toBe(two?.[2]);
		expect(one?.[3]).not.toBe(two?.[3]);
	});

	it("keeps text of any script and length", () => {
		for (const text of ["", "ключ — 鍵 🔑", "x".repeat(10_000)]) {
			expect(ring.open(ring.seal(text, binding), binding)).toBe(text);
		}
	});

	// Three lengths, so that the last character of a part has no, two and four spare bits.
	it.each([secret, `${secret}1`, `${secret}12`])(
		"of %s does not open once any of its characters is another",
		(text) => {
			const sealed = ring.seal(text, binding);
			for (let at = 0; at < sealed.length; at++) {
				for (const other of ["A", "B", "_", "="]) {
					if (sealed[at] === other) continue;
					const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
					expect(() => ring.open(changed, binding), `character ${at} as ${other}`).toThrow(UnreadableSecretError);
				}
			}
			for (const stray of ["=", "\n", "!", " ", "."])
				expect(() => ring.open(sealed + stray, binding)).toThrow("tampered");
		},
	);

	it("does not open once any bit of its bytes is flipped, nor cut short, nor longer", () => {
		const parts = ring.seal(secret, binding).split(".");
		const withPart = (index: number, bytes: Buffer) =>
			parts.map((part, at) => (at === index ? bytes.toString("base64url") : part)).join(".");
		for (const index of [2, 3]) {
			const bytes = Buffer.from(parts[index] ?? "", "base64url");
			for (let at = 0; at < bytes.length; at++) {
				for (let bit = 0; bit < 8; bit++) {
					const flipped = Buffer.from(bytes);
					flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
					expect(() => ring.open(withPart(index, flipped), binding)).toThrow("tampered");
				}
				if (at > 0) expect(() => ring.open(withPart(index, bytes.subarray(0, at)), binding)).toThrow("tampered");
			}
			expect(() => ring.open(withPart(index, Buffer.concat([bytes, Buffer.of(0)])), binding)).toThrow("tampered");
		}
	});

	it.each([
		["table", { table: "t2" }],
		["row", { row: "r2" }],
		["provider", { provider: "custom" }],
		["column", { column: "c2" }],
		["host", { baseUrl: "https://b.example/v1" }],
		["missing host", { baseUrl: null }],
	])("does not open for another %s", (_name, change) => {
		expect(() => ring.open(ring.seal(secret, binding), { ...binding, ...change })).toThrow("tampered");
	});

	it("does not mistake one binding for another that joins to the same text", () => {
		const sealed = ring.seal(secret, { ...binding, table: "a", row: "b,c" });
		expect(() => ring.open(sealed, { ...binding, table: "a,b", row: "c" })).toThrow("tampered");
	});

	it("does not open with parts of two envelopes of one row", () => {
		const [one, two] = [ring.seal("first", binding), ring.seal("second", binding)].map((text) => text.split("."));
		const mixed = [one?.[0], one?.[1], one?.[2], two?.[3]].join(".");
		expect(() => ring.open(mixed, binding)).toThrow("tampered");
	});

	it.each(["", "v1", "v1.k1", "v1.k1..", "v2.k1.aaaa.bbbb", "v1.k1.aaaa.bbbb.cccc", "plain text"])(
		"%j is none",
		(text) => {
			expect(() => ring.open(text, binding)).toThrow(UnreadableSecretError);
		},
	);
});

describe("a ring", () => {
	it("encrypts with its first key and decrypts with any", () => {
		const old = ring.seal(secret, binding);
		const rotated = createKeyring([k2, k1]);
		expect(rotated.primaryId).toBe("k2");
		expect(rotated.open(old, binding)).toBe(secret);
		expect(rotated.seal(secret, binding)).toMatch(/^v1\.k2\./);
		expect(createKeyring([k1, k2]).open(rotated.seal(secret, binding), binding)).toBe(secret);
	});

	it("wraps anew under its first key: the secret stays as it was encrypted, and needs the old key no more", () => {
		const old = ring.seal(secret, binding);
		const rewrapped = createKeyring([k2, k1]).rewrap(old, binding) ?? "";
		expect(rewrapped.split(".")[3]).toBe(old.split(".")[3]);
		expect(createKeyring([k2]).open(rewrapped, binding)).toBe(secret);
		expect(() => ring.open(rewrapped, binding)).toThrow("keyring key k2 is missing");
		expect(createKeyring([k2, k1]).rewrap(rewrapped, binding)).toBeNull();
	});

	it("wraps anew only what it can unwrap, in its own place", () => {
		const old = ring.seal(secret, binding);
		const rotated = createKeyring([k2, k1]);
		expect(() => createKeyring([k2]).rewrap(old, binding)).toThrow("keyring key k1 is missing");
		expect(() => rotated.rewrap(old, { ...binding, row: "r2" })).toThrow("tampered");
		expect(() => rotated.rewrap("no envelope", binding)).toThrow("tampered");
	});

	it("names the key that is missing", () => {
		const sealed = createKeyring([k2]).seal(secret, binding);
		expect(() => ring.open(sealed, binding)).toThrow("keyring key k2 is missing");
	});

	it("says that another key stands under the same id", () => {
		const other = createKeyring([{ id: "k1", key: randomBytes(32) }]);
		expect(() => other.open(ring.seal(secret, binding), binding)).toThrow("another key under the same id");
	});

	it.each([
		["no key", []],
		["two keys of one id", [k1, key("k1")]],
		["a short key", [{ id: "k1", key: randomBytes(31) }]],
		["an id with a dot", [key("k.1")]],
	])("refuses %s", (_name, keys) => {
		expect(() => createKeyring(keys)).toThrow("ENCRYPTION_KEYS");
	});
});
