import { randomBytes } from "node:crypto";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { dictionary } from "@zxcvbn-ts/language-common";
import pLimit from "p-limit";
import { InvalidInputError } from "../errors.ts";

/** Argon2id with 19 MiB and two passes: the first choice of OWASP's Password Storage cheat sheet. */
const policy = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** The library's work, in one place: tests watch how often it is done. */
export const argon2 = { hash, verify };

// Two at once: logins never hold more than 38 MiB, and half of libuv's four threads stay free for names and files.
const hashing = pLimit(2);

// The same password typed on another keyboard may arrive composed differently.
const normalize = (password: string) => password.normalize("NFKC");

/** The password as an Argon2id PHC string with a salt of its own. */
export const hashPassword = (password: string): Promise<string> =>
	hashing(() => argon2.hash(normalize(password), policy));

/** Whether the password is the hashed one. Without a hash it does the same work and answers no. */
export const verifyPassword = (passwordHash: string | null, password: string): Promise<boolean> =>
	hashing(() => argon2.verify(passwordHash ?? unmatchableHash(), normalize(password)));

/** Whether the hash was made with less than today's parameters. */
export function needsRehash(passwordHash: string): boolean {
	const made = parseOptions(passwordHash);
	return (
		made.algorithm !== policy.algorithm ||
		made.memoryCost < policy.memoryCost ||
		made.timeCost < policy.timeCost ||
		made.parallelism < policy.parallelism
	);
}

const base64 = (bytes: number) => randomBytes(bytes).toString("base64").replaceAll("=", "");

// Random bytes in place of a digest: checking against them costs what checking a real hash costs, and nothing matches.
const unmatchableHash = () =>
	`$argon2id$v=19$m=${policy.memoryCost},t=${policy.timeCost},p=${policy.parallelism}$${base64(16)}$${base64(policy.outputLen)}`;

let commonPasswords: Set<string> | undefined;

/**
 * Refuses a password that guessers try first: one of some 18,000 known ones of 8 characters and more, in any case, or
 * the person's own e-mail address.
 * @param field the input's path, for the form
 * @throws InvalidInputError
 */
export function refuseGuessable(password: string, { email, field }: { email: string; field: string }): void {
	commonPasswords ??= new Set(dictionary["passwords-common"].filter((word) => word.length >= 8));
	const word = normalize(password).toLowerCase();
	if (commonPasswords.has(word)) {
		throw new InvalidInputError(field, "This is one of the most used passwords, so it is tried first. Choose another.");
	}
	if (word === email.toLowerCase()) {
		throw new InvalidInputError(field, "The password must not be the e-mail address.");
	}
}
