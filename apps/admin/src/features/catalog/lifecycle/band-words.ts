import type { LifecycleBand } from "@llm-hub/api/schemas";

/** What each band is called, and what it means for whoever uses its models. */
export const bandWords: Record<LifecycleBand, { title: string; meaning: string }> = {
	ended: {
		title: "Already gone, and still used or named",
		meaning: "Calls to these fail, or may fail any day. Move what still names them.",
	},
	within30: { title: "Within 30 days", meaning: "Choose what replaces them now." },
	within90: { title: "Within 90 days", meaning: "Time enough to compare what replaces them." },
	later: { title: "Later", meaning: "Announced, and more than 90 days away." },
	vanished: {
		title: "No date known, but gone from the provider's list",
		meaning: "The provider may still answer to these. The change inbox asks what to do with each.",
	},
};

export const bandOrder = Object.keys(bandWords) as LifecycleBand[];
