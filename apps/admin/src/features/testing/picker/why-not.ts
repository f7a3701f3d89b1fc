import type { RouterOutputs } from "@llm-hub/api/types";
import { formatReset } from "@/lib/format.ts";

/** With the names that aliases give it, where it has some. */
export type Model = RouterOutputs["catalog"]["list"]["models"][number] & { aliases?: string };
type Usability = NonNullable<Model["usability"]>;

const words: Partial<Record<Usability["reason"], string>> = {
	model_disabled: "switched off in the catalog",
	not_configured: "no key for this provider",
	role: "your role reads and never spends",
	user_disabled: "your account is disabled",
	model_unknown: "not in the catalog",
	scope: "this token may not run models",
	signed_out: "sign in first",
};

/** Why a person may not use a model now, in words; null when they may. */
export function whyNot(
	{ enabled, usability }: Pick<Model, "enabled" | "usability">,
	tierName: (code: string) => string,
): string | null {
	if (!usability) return enabled ? null : "switched off in the catalog";
	if (usability.usable) return null;
	const { reason, tierRequired, limit } = usability;
	if (reason === "limit") {
		return limit?.resetsAt ? `limit used up until ${formatReset(limit.name, limit.resetsAt)}` : "limit used up";
	}
	return words[reason] ?? (tierRequired ? `needs the tier ${tierName(tierRequired)}` : "not open to your tier");
}
