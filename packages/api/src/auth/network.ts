import ipaddr from "ipaddr.js";

/**
 * What to hold one party's attempts against: an IPv4 address, or the /64 of an IPv6 address, as whoever has one address
 * of such a network has them all. An IPv4-mapped address counts as IPv4; what is no address counts as itself.
 */
export function networkOf(address: string): string {
	if (!ipaddr.isValid(address)) return address;
	const parsed = ipaddr.process(address);
	if (parsed instanceof ipaddr.IPv4) return parsed.toString();
	return `${parsed.parts
		.slice(0, 4)
		.map((group) => group.toString(16))
		.join(":")}::/64`;
}
