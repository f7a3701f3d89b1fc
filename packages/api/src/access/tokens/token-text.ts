import { timingSafeEqual } from "node:crypto";
import { generateIdFromEntropySize } from "lucia";
import { createToken, hashToken } from "../../auth/token.ts";

/** `llmh_<id>_<secret>`: the prefix lets scanners of repositories and logs know what they found. */
const form = /^llmh_([a-z2-7]{16})_[A-Za-z0-9_-]{43}$/;

export interface NewToken {
	id: string;
	/** For its owner, once. */
	token: string;
	/** For the database. */
	hash: string;
}

/** A token of 256 random bits, with an id to find its row by. */
export function createApiToken(): NewToken {
	const id = generateIdFromEntropySize(10);
	const token = `${previewOf(id)}${createToken()}`;
	return { id, token, hash: hashToken(token) };
}

export const previewOf = (id: string): string => `llmh_${id}_`;

/** The id within a text that could be a token, or null. */
export const idOfToken = (text: string): string | null => form.exec(text)?.[1] ?? null;

/** Whether the token is the one that was hashed, in the same time for every wrong one. */
export function isTokenOf(token: string, hash: string): boolean {
	const [given, kept] = [Buffer.from(hashToken(token), "hex"), Buffer.from(hash, "hex")];
	return given.length === kept.length && timingSafeEqual(given, kept);
}
