import type { FailureReason } from "@llm-hub/api/schemas";
import { paths } from "@/lib/paths.ts";

export interface Fix {
	/** What to do, in a sentence. */
	advice: string;
	/** Where it is done; absent where running again or changing the prompt is the way. */
	link?: { label: string; to: string };
}

const providers = { label: "Go to providers", to: paths.providers };
const catalog = { label: "Pick another model", to: paths.catalog };

/** The one action that mends each kind of failure. */
export const fixes: Record<FailureReason, Fix> = {
	unauthorized: { advice: "The provider refused the key. An admin can replace it.", link: providers },
	forbidden: { advice: "The key may not use this model. Use another key or another model.", link: providers },
	quota: { advice: "The provider's account has no credit left. Top it up there, or use another key.", link: providers },
	rate_limited: { advice: "The provider asks for patience. Wait a moment, then run again." },
	model_not_found: { advice: "The provider does not offer this model to this key any more.", link: catalog },
	context_length: { advice: "The conversation is longer than the model can read. Shorten it, or pick a larger model." },
	content_filtered: { advice: "The provider's filter stopped this. Word the prompt differently." },
	bad_request: { advice: "The provider did not accept the request. Check the parameters." },
	overloaded: { advice: "The provider is too busy. Run again in a moment." },
	timeout: { advice: "The provider took too long. Run again, or ask for a shorter answer." },
	unreachable: { advice: "The provider could not be reached. Test its connection.", link: providers },
	bad_response: { advice: "The provider answered with something that is no answer. Run again." },
	cancelled: { advice: "It was stopped. Run again when you like." },
	unknown: { advice: "Run again; if it stays, test the provider's connection.", link: providers },
};
