import type { AppRouter, ErrorDetails } from "@llm-hub/api/types";
import { TRPCClientError } from "@trpc/client";

/** What a page needs to say about a failure. */
export interface Problem {
	kind: "offline" | "signed-out" | "not-allowed" | "not-found" | "refused" | "failed";
	/** tRPC's word for the refusal; null when nothing was answered. */
	code: string | null;
	message: string;
	/** Leads to the line in the server's log. */
	requestId: string | null;
	/** Wrong fields by path, where the input was refused. */
	issues: { path: string; message: string }[];
	details: Partial<ErrorDetails>;
}

const kinds: Record<string, Problem["kind"]> = {
	UNAUTHORIZED: "signed-out",
	FORBIDDEN: "not-allowed",
	NOT_FOUND: "not-found",
	INTERNAL_SERVER_ERROR: "failed",
};

const isRefusal = (error: unknown): error is TRPCClientError<AppRouter> => error instanceof TRPCClientError;

/** Turns whatever was thrown into words; a network that is gone is told from a server that refused. */
export function describeProblem(error: unknown): Problem {
	const nothing = { code: null, requestId: null, issues: [], details: {} };
	if (!isRefusal(error)) {
		return { kind: "failed", message: error instanceof Error ? error.message : "Something went wrong.", ...nothing };
	}
	if (!error.data) {
		return {
			kind: "offline",
			message: "The server does not answer. Check the connection, then try again.",
			...nothing,
		};
	}
	const details = error.data.details;
	return {
		kind: kinds[error.data.code] ?? "refused",
		code: error.data.code,
		message: error.message,
		requestId: details.requestId,
		issues: details.issues ?? [],
		details,
	};
}

export const isSignedOut = (error: unknown): boolean => isRefusal(error) && error.data?.code === "UNAUTHORIZED";

/** Refusals are answers: asking again changes nothing. What never arrived is worth a second try. */
export const isWorthRetrying = (failures: number, error: unknown): boolean =>
	failures < 2 && describeProblem(error).kind === "offline";
