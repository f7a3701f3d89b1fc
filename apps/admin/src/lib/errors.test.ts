import { TRPCClientError } from "@trpc/client";
import { expect, it } from "vitest";
import { describeProblem, isSignedOut, isWorthRetrying } from "./errors.ts";

const refusal = (code: string, details: Record<string, unknown> = {}) =>
	TRPCClientError.from({
		error: {
			message: "No.",
			code: -32000,
			data: { code, httpStatus: 400, path: "x", details: { requestId: "r-1", ...details } },
		},
	});
const noAnswer = TRPCClientError.from(new TypeError("Failed to fetch"));

it.each([
	["UNAUTHORIZED", "signed-out"],
	["FORBIDDEN", "not-allowed"],
	["NOT_FOUND", "not-found"],
	["CONFLICT", "refused"],
	["INTERNAL_SERVER_ERROR", "failed"],
])("tells %s as %s, with the request id", (code, kind) => {
	expect(describeProblem(refusal(code))).toMatchObject({ kind, code, message: "No.", requestId: "r-1" });
});

it("carries the wrong fields", () => {
	const issues = [{ path: "name", message: "Taken." }];
	expect(describeProblem(refusal("UNPROCESSABLE_CONTENT", { issues })).issues).toEqual(issues);
});

it("tells a network that is gone from a server that refused, and asks again only there", () => {
	expect(describeProblem(noAnswer)).toMatchObject({ kind: "offline", requestId: null });
	expect(isWorthRetrying(0, noAnswer)).toBe(true);
	expect(isWorthRetrying(2, noAnswer)).toBe(false);
	expect(isWorthRetrying(0, refusal("NOT_FOUND"))).toBe(false);
});

it("knows a session that is over", () => {
	expect(isSignedOut(refusal("UNAUTHORIZED"))).toBe(true);
	expect(isSignedOut(refusal("FORBIDDEN"))).toBe(false);
	expect(isSignedOut(noAnswer)).toBe(false);
});
