import type { Adapter } from "./adapter.ts";
import { generateBody, googleReader } from "./dialects/google-generate.ts";
import type { ChatRequest } from "./types.ts";

/** Google's generateContent API. The key travels in a header, because URLs end up in logs. */
export const google: Adapter = {
	authHeaders: (secret): Record<string, string> => (secret ? { "x-goog-api-key": secret } : {}),
	chatCall: (request: ChatRequest) => {
		const [, folder, id] = /^(models\/|tunedModels\/)?(.*)$/s.exec(request.model) ?? [];
		const verb = request.stream ? "streamGenerateContent?alt=sse" : "generateContent";
		return {
			path: `/${folder ?? "models/"}${encodeURIComponent(id ?? "")}:${verb}`,
			json: generateBody(request),
		};
	},
	reader: () => googleReader(),
};
