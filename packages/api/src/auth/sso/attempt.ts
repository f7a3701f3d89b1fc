import { z } from "zod";
import type { Services } from "../../services.ts";
import { SsoRefusal } from "./refusal.ts";

/** How long a person may take at the provider, in seconds. */
export const attemptLifetimeSeconds = 600;

const attempt = z.strictObject({
	state: z.string(),
	nonce: z.string(),
	codeVerifier: z.string(),
	/** A path of ours. */
	next: z.string(),
	/** Milliseconds since 1970. */
	startedAt: z.number(),
});
/** A sign-in under way. It lives in its browser's cookie, sealed, and nowhere else. */
export type Attempt = z.infer<typeof attempt>;

const binding = (issuer: string) => ({ table: "sso_attempts", row: "cookie", provider: issuer, column: "attempt" });

type Deps = Pick<Services, "keyring">;

export const sealAttempt = ({ keyring }: Deps, issuer: string, value: Attempt): string =>
	keyring.seal(JSON.stringify(value), binding(issuer));

/** @throws SsoRefusal `expired` when the cookie is missing, too old, or not of our making */
export function openAttempt({ keyring }: Deps, issuer: string, cookie: string | undefined): Attempt {
	if (!cookie) throw new SsoRefusal("expired", "the browser began no sign-in, or too long ago");
	const opened = attempt.safeParse(read(() => JSON.parse(keyring.open(cookie, binding(issuer)))));
	if (!opened.success) throw new SsoRefusal("expired", "the cookie cannot be opened");
	const ageMs = Date.now() - opened.data.startedAt;
	if (ageMs > attemptLifetimeSeconds * 1000) throw new SsoRefusal("expired", "the sign-in took too long");
	return opened.data;
}

function read(work: () => unknown): unknown {
	try {
		return work();
	} catch {
		return null;
	}
}
