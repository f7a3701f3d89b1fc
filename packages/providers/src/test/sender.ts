import {
	createUpstream,
	type SendOptions,
	UpstreamError,
	type UpstreamRequest,
	type UpstreamResponse,
} from "../http.ts";
import type { Failure, Target } from "../types.ts";

/** Sends to a test server on loopback over connections of its own, and says what must come of it. */
export const startSender = () => {
	const upstream = createUpstream({ connectTimeoutMs: 2000 });
	const send = (baseUrl: string, request: UpstreamRequest, options?: SendOptions) => {
		const target: Target = { provider: "custom", baseUrl, secret: "sk-test-1", allowPrivate: true };
		return upstream.send(target, request, options);
	};
	return {
		send,
		close: () => upstream.close(),
		answered: async (baseUrl: string, request: UpstreamRequest, options?: SendOptions): Promise<UpstreamResponse> => {
			const sent = await send(baseUrl, request, options);
			if (!sent.ok) throw new Error(`expected an answer, got: ${sent.failure.message}`);
			return sent.response;
		},
		refused: async (baseUrl: string, request: UpstreamRequest, options?: SendOptions): Promise<Failure> => {
			const sent = await send(baseUrl, request, options);
			if (sent.ok) throw new Error(`expected a failure, got HTTP ${sent.response.status}`);
			return sent.failure;
		},
	};
};

export const get = (path: string): UpstreamRequest => ({ method: "GET", path });

/** Reads a body that must fail, and says how it did. */
export const bodyFailure = async (response: UpstreamResponse): Promise<Failure> => {
	try {
		await response.read(() => {});
	} catch (error) {
		if (error instanceof UpstreamError) return error.failure;
		throw error;
	}
	throw new Error("expected the body to fail");
};
