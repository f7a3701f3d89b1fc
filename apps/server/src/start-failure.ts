import { DataDirInUseError } from "@llm-hub/db";

/** The process cannot start, for a reason that a person can mend. Its message is all that they need to see. */
export class StartError extends Error {
	override name = "StartError";
}

const databaseProblems: Record<string, string> = {
	ECONNREFUSED: "nothing listens there",
	ENOTFOUND: "its host name is not known",
	EAI_AGAIN: "its host name cannot be resolved now",
	ETIMEDOUT: "it did not answer in time",
	CONNECT_TIMEOUT: "it did not answer in time",
	CONNECTION_CLOSED: "it closed the connection",
	"28P01": "it refused the password",
	"28000": "it refused the user",
	"3D000": "it has no database of that name",
};

/** One message that says what stopped the start and what to do, without a stack and without a secret. */
export function explainStartFailure(error: unknown): string {
	if (error instanceof StartError || error instanceof DataDirInUseError) return error.message;
	if (!(error instanceof Error)) return `LLM Hub could not start: ${String(error)}`;
	const { code, syscall } = error as NodeJS.ErrnoException;
	if (code === "EADDRINUSE") {
		const { port } = error as { port?: number };
		return `Port ${port} is in use by another process. Stop that process, or set PORT to another port.`;
	}
	if (code === "EACCES" && syscall === "listen") {
		const { port } = error as { port?: number };
		return `This user may not listen on port ${port}. Set PORT to one above 1023.`;
	}
	if (code === "EADDRNOTAVAIL" && syscall === "listen") return "HOST is not an address of this machine.";
	const problem = code ? databaseProblems[code] : undefined;
	if (problem) return `The database of DATABASE_URL cannot be used: ${problem}.`;
	return error.message;
}
