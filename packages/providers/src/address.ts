import { promises as dns, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Answers every address of a host name, A and AAAA together; rejects when the name does not resolve. */
export type Resolver = (hostname: string) => Promise<LookupAddress[]>;

/** Says whether an address may be connected to. */
export type AddressRule = (address: string) => boolean;

/** What helps against the refusal of a private address, and against no other one. */
export const privateAdvice =
	"A server of your own network needs ALLOW_PRIVATE_UPSTREAMS=true, which LLM Hub's operator sets in its environment.";

/** Raised by the connect-time check; its message names no host. The code says whether `privateAdvice` would help. */
class BlockedAddressError extends Error {
	readonly code: "ERR_BLOCKED_ADDRESS" | "ERR_PRIVATE_ADDRESS";
	constructor(addresses: readonly string[]) {
		super("The host resolves to a private or reserved address, which is not allowed here.");
		this.code = addresses.every(isPublicOrPrivateAddress) ? "ERR_PRIVATE_ADDRESS" : "ERR_BLOCKED_ADDRESS";
	}
}

/** Cloud metadata services that live in address ranges which are otherwise ordinary or merely private. */
const metadataAddresses = new Set([
	"100.100.100.200", // Alibaba Cloud
	"168.63.129.16", // Azure's host agent, in public address space
	"192.0.0.192", // Oracle Cloud
	"fd00:ec2::254", // AWS over IPv6
]);

/** Never a model server, whatever the operator allows: link-local holds every cloud's metadata service. */
const neverRanges = new Set(["linkLocal", "multicast", "broadcast"]);

const globalUnicastV6 = ipaddr.parseCIDR("2000::/3");

const parse = (address: string) => {
	if (!ipaddr.isValid(address)) return null;
	// `process` turns an IPv4-mapped IPv6 address into the IPv4 address that the kernel would connect to.
	return ipaddr.process(address);
};

/** True for an address of the public internet; private, reserved, translated and metadata addresses are not. */
export const isPublicAddress: AddressRule = (address) => {
	const parsed = parse(address);
	if (!parsed || metadataAddresses.has(parsed.toString()) || parsed.range() !== "unicast") return false;
	// The range names miss what is not allocated at all (IPv4-compatible `::7f00:1`): IPv6 must be global unicast.
	return parsed.kind() === "ipv4" || parsed.match(globalUnicastV6);
};

/** The rule where the operator trusts private addresses: all but link-local, multicast and metadata services. */
export const isPublicOrPrivateAddress: AddressRule = (address) => {
	const parsed = parse(address);
	return parsed !== null && !metadataAddresses.has(parsed.toString()) && !neverRanges.has(parsed.range());
};

export const addressRule = (allowPrivate: boolean): AddressRule =>
	allowPrivate ? isPublicOrPrivateAddress : isPublicAddress;

/** The system's resolver: both families whatever this machine has, so that no answer escapes the check. */
export const resolveHost: Resolver = (hostname) => dns.lookup(hostname, { all: true, verbatim: true });

/**
 * A `lookup` for `net.connect` that checks every answer and hands on exactly what it checked: the connection is pinned
 * to it, so a name that changes its answer between a check and the connection gains nothing. One bad answer among good
 * ones refuses the name.
 */
export const guardedLookup =
	(permits: AddressRule, resolve: Resolver = resolveHost): LookupFunction =>
	(hostname, options, callback) => {
		const fail = (error: NodeJS.ErrnoException) => callback(error, "", 4);
		resolve(hostname).then(
			(answers) => {
				const [first] = answers;
				if (!first) return fail(Object.assign(new Error("No address"), { code: "ENOTFOUND" }));
				const addresses = answers.map(({ address }) => address);
				if (!addresses.every(permits)) return fail(new BlockedAddressError(addresses));
				if (options.all) callback(null, answers);
				else callback(null, first.address, first.family);
			},
			(error: NodeJS.ErrnoException) => fail(error),
		);
	};

export type BaseUrlCheck = { ok: true; baseUrl: string } | { ok: false; message: string };

const localNames = /(^|\.)(localhost|local|internal|localdomain|home\.arpa)\.?$/;

/** Names of the clouds' metadata services: they resolve to addresses that stay refused whatever the operator allows. */
const metadataNames = /(^|\.)(metadata\.(google|azure)|instance-data(\.[^.]+)*)\.internal\.?$/;

/** Every call asks about its URL, and a company has few: beyond so many they are forgotten. */
const mostRemembered = 1_000;
const remembered = new Map<string, BaseUrlCheck>();

/**
 * Checks a provider's base URL at the door and writes it in one way: no trailing slash, host in lower case. Refuses
 * every scheme but https (http too where `allowPrivate`), user names and passwords, queries, fragments and addresses
 * that may not be reached. A host name is not resolved here: what it resolves to is checked at connect time.
 */
export const checkBaseUrl = (url: string, rule: { allowPrivate: boolean }): BaseUrlCheck => {
	const question = `${rule.allowPrivate} ${url}`;
	let answer = remembered.get(question);
	if (!answer) {
		if (remembered.size >= mostRemembered) remembered.clear();
		answer = lookThrough(url, rule);
		remembered.set(question, answer);
	}
	return answer;
};

function lookThrough(url: string, { allowPrivate }: { allowPrivate: boolean }): BaseUrlCheck {
	const refuse = (message: string): BaseUrlCheck => ({ ok: false, message });
	const parsed = URL.canParse(url) ? new URL(url) : null;
	if (!parsed) return refuse("The base URL is not a valid URL, e.g. https://api.example.com/v1.");
	const host = parsed.hostname.replace(/^\[|\]$/g, "");
	const isNeverAllowed = isIP(host) ? !addressRule(true)(host) : metadataNames.test(host);
	if (parsed.protocol !== "https:" && !(allowPrivate && parsed.protocol === "http:")) {
		const wouldHelp = parsed.protocol === "http:" && !isNeverAllowed;
		return refuse(`The base URL must use https.${wouldHelp ? ` ${privateAdvice}` : ""}`);
	}
	if (parsed.username || parsed.password) return refuse("The base URL must not hold a user name or a password.");
	if (url.includes("?")) return refuse("The base URL must not hold a query.");
	if (url.includes("#")) return refuse("The base URL must not hold a fragment.");
	const blocked = isIP(host) ? !addressRule(allowPrivate)(host) : !allowPrivate && localNames.test(host);
	if (blocked) {
		const advice = isNeverAllowed ? "Enter another one." : privateAdvice;
		return refuse(`The base URL points to a private or reserved address, which is not allowed here. ${advice}`);
	}
	return { ok: true, baseUrl: `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}` };
}
