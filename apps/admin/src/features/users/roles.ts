import type { Role } from "@llm-hub/api/schemas";

export const roleName = (role: Role): string => role.replace("_", " ");

/** What a role may, in words. */
export const roleMeanings: Record<Role, string> = {
	viewer: "Reads, and never spends.",
	user: "Runs models within tier and budget.",
	power_user: "Runs models within tier and budget.",
	admin: "Runs models, and administers everything.",
};
