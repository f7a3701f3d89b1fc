const words: Record<string, string> = {
	stop: "by itself",
	length: "token limit",
	tool_calls: "tool call",
	content_filter: "filtered",
	cost_cap: "cost cap",
};

/** Why an answer ended, in words; a provider's own word where there are none. */
export const finishWords = (finishReason: string): string => words[finishReason] ?? finishReason;
