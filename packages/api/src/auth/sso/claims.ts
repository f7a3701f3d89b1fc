import type { Role } from "../schema.ts";

/** What a provider says of a person, in our words. */
export interface SsoPerson {
	subject: string;
	/** Lower case; null where the provider tells none that could be an address. */
	email: string | null;
	emailVerified: boolean;
	name: string;
	/** What the claims give; null where they give none. */
	role: Role | null;
	/** The values of the tier claim, the first that exists counts. */
	tierCodes: string[];
}

interface Wanted {
	/** The role or group at the provider that makes an admin here. */
	adminRole: string | null;
	/** The claim that names the tier. */
	tierClaim: string | null;
	clientId: string;
}

type Claims = Record<string, unknown>;

/**
 * The ID token's claims with what userinfo adds. Whether the address is verified, only that of the two says which names
 * it, the ID token first: neither vouches for an address that it does not name.
 */
export function mergeClaims<Own extends Claims>(own: Own, more: Claims): Claims & Own {
	const email = textOf(own.email) ?? textOf(more.email);
	const names = (claims: Claims) => textOf(claims.email)?.toLowerCase() === email?.toLowerCase();
	const said = [own, more].find((claims) => names(claims) && claims.email_verified !== undefined);
	return { ...more, ...own, email, email_verified: said?.email_verified };
}

/**
 * Reads the claims of ID token and userinfo. Roles come from `roles`, `groups`, and Keycloak's `realm_access` and
 * `resource_access`; only `adminRole` makes an admin, `power_user`, `user` and `viewer` are meant by their names.
 */
export function readClaims(claims: Claims & { sub: string }, { adminRole, tierClaim, clientId }: Wanted): SsoPerson {
	const email = textOf(claims.email)?.toLowerCase() ?? null;
	const names = rolesOf(claims, clientId);
	const ownRoles = ["power_user", "user", "viewer"] as const;
	const isAdmin = adminRole !== null && names.has(adminRole);
	return {
		subject: claims.sub,
		email: email !== null && /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 254 ? email : null,
		// Some providers write it as text.
		emailVerified: claims.email_verified === true || claims.email_verified === "true",
		name: nameOf(claims) ?? email?.split("@")[0]?.slice(0, 100) ?? claims.sub.slice(0, 100),
		role: isAdmin ? "admin" : (ownRoles.find((role) => names.has(role)) ?? null),
		tierCodes: tierClaim === null ? [] : textsOf(claimAt(claims, tierClaim)),
	};
}

/** Every role and group name, groups also without their path's first slash. */
function rolesOf(claims: Claims, clientId: string): Set<string> {
	const clients = objectOf(claims.resource_access);
	const names = [
		...textsOf(claims.roles),
		...textsOf(claims.groups),
		...textsOf(objectOf(claims.realm_access).roles),
		// Only this client's: another one's role of the same name is not meant.
		...textsOf(objectOf(clients[clientId]).roles),
	];
	return new Set(names.flatMap((name) => (name.startsWith("/") ? [name, name.slice(1)] : [name])));
}

/** A claim by its name, which may hold dots, else by its path in nested objects. */
function claimAt(claims: Claims, name: string): unknown {
	if (Object.hasOwn(claims, name)) return claims[name];
	return name.split(".").reduce<unknown>((at, part) => objectOf(at)[part], claims);
}

function nameOf(claims: Claims): string | null {
	const candidates = [claims.name, claims.preferred_username, claims.nickname].map(textOf);
	const found = candidates.find((name) => name !== null);
	return found?.replace(/\p{Cc}/gu, "").slice(0, 100) ?? null;
}

const textOf = (value: unknown): string | null =>
	typeof value === "string" && value.trim() !== "" ? value.trim() : null;

const textsOf = (value: unknown): string[] =>
	(Array.isArray(value) ? value : [value]).filter((entry): entry is string => typeof entry === "string");

/** Own properties only: a claim named `constructor` is no claim. */
const objectOf = (value: unknown): Claims =>
	typeof value === "object" && value !== null ? Object.assign(Object.create(null), value) : Object.create(null);
