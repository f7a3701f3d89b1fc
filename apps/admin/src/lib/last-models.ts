const storageKey = "llm-hub.lab.models";

/** The models that the last test ran on, for a page that is opened without saying which. */
export function lastModels(): string[] {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
		return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === "string") : [];
	} catch {
		return [];
	}
}

export function rememberModels(modelIds: readonly string[]): void {
	try {
		localStorage.setItem(storageKey, JSON.stringify(modelIds));
	} catch {
		// A full or forbidden storage only means that the next visit chooses again.
	}
}
