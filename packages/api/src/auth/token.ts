import { hash, randomBytes } from "node:crypto";

const form = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits in base64url. It stands in a cookie, a bearer header or a set-up link, and nowhere else. */
export const createToken = (): string => randomBytes(32).toString("base64url");

/** Whether the text could be a token at all; what could not is refused before the database is asked. */
export const isToken = (text: string): boolean => form.test(text);

/** What is stored of a token: SHA-256 in hex. A plain hash is enough for 256 random bits, as nobody can guess them. */
export const hashToken = (token: string): string => hash("sha256", token, "hex");
