import { adapters } from "./adapter.ts";
import { providerInfo } from "./info.ts";
import type { ChatRequest } from "./types.ts";
import { type Capability, type ProviderType, type RequestParameter, requestParameters } from "./vocabulary.ts";

/** Why a parameter does not do on a model what a person expects, in words. */
export interface ParameterNote {
	parameter: RequestParameter;
	/** False: the adapter leaves it out. True: it is sent, and the provider may refuse it. */
	isSent: boolean;
	message: string;
}

const words: Readonly<Record<RequestParameter, string>> = {
	temperature: "temperature",
	topP: "top P",
	stop: "stop sequences",
	seed: "seed",
	reasoningEffort: "reasoning effort",
	jsonSchema: "JSON schema",
	tools: "tools",
	images: "images",
};

const plurals: ReadonlySet<RequestParameter> = new Set(["stop", "tools", "images"]);

const neededCapability: Partial<Record<RequestParameter, Capability>> = {
	reasoningEffort: "reasoning",
	jsonSchema: "json",
	tools: "tools",
	images: "vision",
};

const samples = {
	temperature: 0.7,
	topP: 0.9,
	stop: ["END"],
	seed: 7,
	reasoningEffort: "medium",
	jsonSchema: { name: "answer", schema: { type: "object" } },
	tools: [{ name: "look", parameters: { type: "object" } }],
} as const satisfies Partial<Record<RequestParameter, unknown>>;

/**
 * What a model does not take, as the adapter shows by the request that it would send and as the catalog's capabilities
 * say. A parameter without a note is sent and, as far as is known, obeyed.
 */
export function parameterNotes(
	provider: ProviderType,
	model: string,
	capabilities: readonly Capability[],
): ParameterNote[] {
	const name = providerInfo[provider].displayName;
	return requestParameters.flatMap((parameter): ParameterNote[] => {
		const needed = neededCapability[parameter];
		if (needed && !capabilities.includes(needed)) {
			const message = `The catalog does not list ${words[parameter]} for this model: the provider may refuse.`;
			const isSent = parameter === "images" || changes(provider, model, parameter, {});
			return [{ parameter, isSent, message: isSent ? message : notTaken(name, parameter) }];
		}
		if (parameter === "images") return [];
		if (changes(provider, model, parameter, { temperature: samples.temperature })) return [];
		const isEitherOr = parameter === "topP" && changes(provider, model, parameter, {});
		const message = isEitherOr
			? `${name} takes temperature or top P here: only temperature is sent.`
			: notTaken(name, parameter);
		return [{ parameter, isSent: false, message }];
	});
}

const notTaken = (name: string, parameter: RequestParameter) =>
	`${name} takes no ${words[parameter]} for this model: ${plurals.has(parameter) ? "they are" : "it is"} not sent.`;

/** Whether the provider's own request is another one with the parameter than without it. */
function changes(
	provider: ProviderType,
	model: string,
	parameter: keyof typeof samples,
	beside: Partial<ChatRequest>,
): boolean {
	const { [parameter]: _, ...others } = {
		messages: [],
		stream: true,
		maxTokens: 1000,
		model,
		...beside,
	} as ChatRequest;
	const bodyOf = (request: ChatRequest) => JSON.stringify(adapters[provider].chatCall(request).json);
	return bodyOf({ ...others, [parameter]: samples[parameter] } as ChatRequest) !== bodyOf(others as ChatRequest);
}
