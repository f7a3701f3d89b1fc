import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseEncryptionKeys } from "./encryption-keys.ts";

const bytes = randomBytes(32);
const encoded = bytes.toString("base64");

describe("ENCRYPTION_KEYS", () => {
	it("reads one key or several, the first one first", () => {
		const second = randomBytes(32);
		expect(parseEncryptionKeys(`k1:${encoded}`)).toEqual([{ id: "k1", key: bytes }]);
		expect(parseEncryptionKeys(` k2:${second.toString("base64url")} , k1:${encoded}`)).toEqual([
			{ id: "k2", key: second },
			{ id: "k1", key: bytes },
		]);
	});

	const short = randomBytes(31).toString("base64");
	it.each([
		["nothing", "", "is empty"],
		["blanks", "  ", "is empty"],
		["an empty entry", `k1:${encoded},`, "entry 2 is empty"],
		["a key without its id", encoded, 'entry 1 has no "id:"'],
		["an empty id", `:${encoded}`, "entry 1 has an id of the wrong shape"],
		["id and key the wrong way round", `${encoded}:k1`, "entry 1 has an id of the wrong shape"],
		["an id with a blank", `my key:${encoded}`, "entry 1 has an id of the wrong shape"],
		["an id without its key", "k1:", "entry 1 has no key"],
		["no base64", `k1:${encoded.slice(0, -4)}!!`, "entry 1 is not valid base64"],
		["31 bytes", `k1:${short}`, "decodes to 31 bytes and must have 32"],
		["64 bytes", `k1:${encoded},k2:${randomBytes(64).toString("base64")}`, "entry 2 decodes to 64 bytes"],
		["an id twice", `k1:${encoded},k1:${randomBytes(32).toString("base64")}`, 'the id "k1" stands twice'],
	])("refuses %s, and shows none of it", (_name, text, message) => {
		let said = "";
		expect(() => {
			try {
				parseEncryptionKeys(text);
			} catch (error) {
				said = String(error);
				throw error;
			}
		}).toThrow(message);
		for (const part of text.split(/[,:]/)) {
			if (part.length > 8) expect(said).not.toContain(part.slice(0, 8));
		}
	});
});
