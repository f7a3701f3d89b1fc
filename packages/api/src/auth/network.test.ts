import { expect, it } from "vitest";
import { networkOf } from "./network.ts";

it.each([
	["203.0.113.9", "203.0.113.9"],
	["::ffff:203.0.113.9", "203.0.113.9"],
	["::1", "0:0:0:0::/64"],
	["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
	["2001:DB8:1:2::ff", "2001:db8:1:2::/64"],
	["2001:db8:1:3::ff", "2001:db8:1:3::/64"],
	["", ""],
	["unix:", "unix:"],
])("holds attempts from %s against %s", (address, network) => {
	expect(networkOf(address)).toBe(network);
});
