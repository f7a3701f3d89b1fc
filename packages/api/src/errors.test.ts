import { expect, it } from "vitest";
import { isOursToMend, toTRPCError, UnavailableError } from "./errors.ts";

const failed = (code: string) =>
	new Error("Failed query: select 1", { cause: Object.assign(new Error("it was refused"), { code }) });

it.each(["ECONNREFUSED", "CONNECTION_CLOSED", "CONNECT_TIMEOUT", "57P01", "57P03", "08006", "53300"])(
	"tells that the database does not answer, for %s",
	(code) => {
		const error = toTRPCError(failed(code));
		expect(error.cause).toBeInstanceOf(UnavailableError);
		expect(isOursToMend(error)).toBe(true);
		expect([error.code, error.message]).toEqual([
			"SERVICE_UNAVAILABLE",
			"The database does not answer now. Try again in a moment.",
		]);
	},
);

it("owes the log no cause of what is refused in words", () => {
	expect(isOursToMend(toTRPCError(new UnavailableError("No key is saved.")))).toBe(false);
});

it.each(["23505", "42P01", "ENOENT", "57014"])("masks what else a database says: %s", (code) => {
	const error = toTRPCError(failed(code));
	expect([error.code, error.message]).toEqual([
		"INTERNAL_SERVER_ERROR",
		"Something went wrong on our side. The request id leads to the log.",
	]);
});
