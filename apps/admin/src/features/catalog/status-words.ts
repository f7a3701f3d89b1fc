import type { Model } from "./use-model-pages.ts";

interface Status {
	word: string;
	/** More about it. */
	title?: string;
	isWarning?: boolean;
}

/** Whether a model may be used, in a word; for somebody signed in, by them and now. */
export function statusOf(
	{ enabled, retiredAt, usability }: Pick<Model, "enabled" | "retiredAt" | "usability">,
	tierName: (code: string) => string = (code) => code,
): Status {
	if (retiredAt) return { word: "retired", isWarning: true };
	if (!enabled) return { word: "disabled" };
	if (!usability || usability.usable) return { word: "enabled" };
	switch (usability.reason) {
		case "not_configured":
			return { word: "no key", title: "Its provider has no key. An admin can save one on the page Providers." };
		case "limit":
			return { word: "limit reached", title: "Nothing is left of your limit for it.", isWarning: true };
		case "role":
			return { word: "read only", title: "Your role reads and never spends." };
		default:
			return {
				word: "no access",
				title: usability.tierRequired
					? `Your tier does not include it; ${tierName(usability.tierRequired)} does.`
					: "Your tier does not include it.",
			};
	}
}
