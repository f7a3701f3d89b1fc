import { describe, expect, it } from "vitest";
import { checkBaseUrl, isPublicAddress, isPublicOrPrivateAddress } from "./address.ts";

const outside = (url: string) => checkBaseUrl(url, { allowPrivate: false });
const inside = (url: string) => checkBaseUrl(url, { allowPrivate: true });

describe("checkBaseUrl", () => {
	it("says how to allow a server of one's own network, and only where that would help", () => {
		for (const url of ["https://10.0.0.7/v1", "https://localhost/v1", "http://gpu.internal/v1", "http://10.0.0.7/v1"]) {
			expect(outside(url)).toMatchObject({
				ok: false,
				message: expect.stringContaining("ALLOW_PRIVATE_UPSTREAMS=true, which LLM Hub's operator sets"),
			});
		}
		const link = "https://169.254.169.254/v1";
		const names = ["metadata.google.internal", "metadata.google.internal.", "instance-data.ec2.internal"];
		const never = [
			link,
			"http://169.254.169.254/v1",
			...names.flatMap((name) => [`https://${name}`, `http://${name}`]),
		];
		for (const refused of [inside(link), ...never.map(outside)]) {
			expect(refused).toMatchObject({ ok: false, message: expect.not.stringContaining("ALLOW_PRIVATE_UPSTREAMS") });
		}
	});

	it.each([
		["https://api.example.com/v1", "https://api.example.com/v1"],
		["https://api.example.com/v1/", "https://api.example.com/v1"],
		["https://api.example.com/v1///", "https://api.example.com/v1"],
		["https://api.example.com", "https://api.example.com"],
		["HTTPS://API.Example.COM:443/v1", "https://api.example.com/v1"],
		["  https://api.example.com:8443/openai/v1 ", "https://api.example.com:8443/openai/v1"],
		["https://8.8.8.8/v1", "https://8.8.8.8/v1"],
		["https://[2606:4700:4700::1111]/v1", "https://[2606:4700:4700::1111]/v1"],
		["https://bücher.example/v1", "https://xn--bcher-kva.example/v1"],
	])("takes %s", (url, baseUrl) => {
		expect(outside(url)).toEqual({ ok: true, baseUrl });
	});

	// Every way known to us of writing an address that must not be reached, and every part that must not be there.
	it.each([
		"https://127.0.0.1/v1",
		"https://127.1/v1",
		"https://127.0.1/v1",
		"https://127.0.0.1./v1",
		"https://2130706433/v1",
		"https://017700000001/v1",
		"https://0177.0.0.1/v1",
		"https://0177.0.0.01/v1",
		"https://0x7f000001/v1",
		"https://0x7f.0x0.0x0.0x1/v1",
		"https://0x7f.1/v1",
		"https://127.255.255.254/v1",
		"https://0/v1",
		"https://0.0.0.0/v1",
		"https://0.1.2.3/v1",
		"https://10.0.0.1/v1",
		"https://10.1/v1",
		"https://167772161/v1",
		"https://100.64.0.1/v1",
		"https://100.100.100.200/v1",
		"https://168.63.129.16/v1",
		"https://169.254.169.254/v1",
		"https://0xa9fea9fe/v1",
		"https://2852039166/v1",
		"https://0251.0376.0251.0376/v1",
		"https://172.16.0.1/v1",
		"https://172.31.255.255/v1",
		"https://192.0.0.1/v1",
		"https://192.0.2.1/v1",
		"https://192.168.0.1/v1",
		"https://192.168.1/v1",
		"https://198.18.0.1/v1",
		"https://198.51.100.1/v1",
		"https://203.0.113.1/v1",
		"https://224.0.0.1/v1",
		"https://240.0.0.1/v1",
		"https://255.255.255.255/v1",
		"https://１２７.０.０.１/v1",
		"https://127。0。0。1/v1",
		"https://①②⑦.⓪.⓪.①/v1",
		"https://%31%32%37.0.0.1/v1",
		"https://127%2e0%2e0%2e1/v1",
		"https://[::1]/v1",
		"https://[0:0:0:0:0:0:0:1]/v1",
		"https://[::]/v1",
		"https://[::ffff:127.0.0.1]/v1",
		"https://[::ffff:7f00:1]/v1",
		"https://[0:0:0:0:0:ffff:a9fe:a9fe]/v1",
		"https://[::127.0.0.1]/v1",
		"https://[::ffff:0:127.0.0.1]/v1",
		"https://[64:ff9b::7f00:1]/v1",
		"https://[64:ff9b:1::7f00:1]/v1",
		"https://[2002:7f00:1::]/v1",
		"https://[2001:0:7f00:1::]/v1",
		"https://[2001:db8::1]/v1",
		"https://[fc00::1]/v1",
		"https://[fd00:ec2::254]/v1",
		"https://[fe80::1]/v1",
		"https://[fe80::1%25eth0]/v1",
		"https://[fec0::1]/v1",
		"https://[ff02::1]/v1",
		"https://[100::1]/v1",
		"https://localhost/v1",
		"https://LOCALHOST./v1",
		"https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/v1",
		"https://a.localhost/v1",
		"https://metadata.google.internal/v1",
		"https://printer.local/v1",
		"https://user@api.example.com/v1",
		"https://user:word@api.example.com/v1",
		"https://api.example.com@127.0.0.1/v1",
		"https://api.example.com%40127.0.0.1/v1",
		"https://api.example.com%2f@127.0.0.1/v1",
		"https://127.0.0.1\\@api.example.com/v1",
		"https://127.0.0.1#@api.example.com/v1",
		"https://api.example.com/v1?key=1",
		"https://api.example.com/v1?",
		"https://api.example.com/v1#part",
		"https://api.example.com/v1#",
		"http://api.example.com/v1",
		"http://127.0.0.1/v1",
		"ftp://api.example.com/v1",
		"file:///etc/passwd",
		"gopher://127.0.0.1:6379/_",
		"javascript:alert(1)",
		"data:text/plain,x",
		"//api.example.com/v1",
		"api.example.com/v1",
		"https://",
		"https:///",
		"https://api example.com/v1",
		"",
	])("refuses %s", (url) => {
		expect(outside(url)).toMatchObject({ ok: false, message: expect.stringMatching(/^The base URL .+\.$/) });
	});

	it.each([
		["http://localhost:11434/v1", "http://localhost:11434/v1"],
		["http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1"],
		["http://192.168.0.10/v1", "http://192.168.0.10/v1"],
		["http://[::1]:8000/v1", "http://[::1]:8000/v1"],
		["https://gpu.internal/v1", "https://gpu.internal/v1"],
	])("takes %s where private upstreams are allowed", (url, baseUrl) => {
		expect(inside(url)).toEqual({ ok: true, baseUrl });
	});

	it.each([
		"http://169.254.169.254/v1",
		"http://[::ffff:169.254.169.254]/v1",
		"http://[fe80::1]/v1",
		"http://[fd00:ec2::254]/v1",
		"http://224.0.0.1/v1",
		"http://user:word@127.0.0.1/v1",
		"http://127.0.0.1/v1?x=1",
		"ws://127.0.0.1/v1",
	])("refuses %s even there", (url) => {
		expect(inside(url).ok).toBe(false);
	});

	it("never repeats the URL, which may hold a password", () => {
		const result = outside("https://user:sk-test-1234567890@api.example.com/v1?key=sk-test-1234567890");
		expect(JSON.stringify(result)).not.toContain("sk-test");
	});
});

describe("address rules", () => {
	it("refuse what is not an address at all", () => {
		for (const text of ["", "example.com", "1.2.3.4.5", "::g"]) {
			expect(isPublicAddress(text)).toBe(false);
			expect(isPublicOrPrivateAddress(text)).toBe(false);
		}
	});

	it("take ordinary addresses of both families", () => {
		for (const address of ["1.1.1.1", "104.18.6.192", "2a06:98c1:3100::6812:2a60"]) {
			expect(isPublicAddress(address)).toBe(true);
		}
	});
});
