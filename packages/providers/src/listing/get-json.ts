import { adapters } from "../adapter.ts";
import { addressAdvice } from "../address-advice.ts";
import { mapFailure } from "../failures.ts";
import { readText, type SendOptions, type Upstream, UpstreamError } from "../http.ts";
import { badResponse } from "../http-failure.ts";
import { asRecord, parseJson } from "../json.ts";
import { redactSecrets } from "../redact.ts";
import type { Failure, Target } from "../types.ts";

export type JsonResult = { ok: true; body: unknown } | { ok: false; failure: Failure };

const notJson = (target: Target, contentType: string, text: string, status: number): Failure => {
	const isHtml = /html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text);
	const what = isHtml ? "a web page instead of JSON" : "something that is not JSON";
	return badResponse(`The host answered with ${what}. ${addressAdvice(target, " and any proxy between")}`, status);
};

/** An answer as JSON, or why it is none: a status outside 2xx, an error in a 200, a body that is not JSON. */
const readAnswer = (target: Target, status: number, headers: Record<string, string>, text: string): JsonResult => {
	const refused = (): JsonResult => ({ ok: false, failure: mapFailure(target.provider, status, headers, text) });
	if (status < 200 || status > 299) return refused();
	const body = parseJson(text);
	if (body === undefined) return { ok: false, failure: notJson(target, headers["content-type"] ?? "", text, status) };
	return asRecord(asRecord(body)?.error) ? refused() : { ok: true, body };
};

/** Gets JSON from below the target's base URL with its key. Never throws; failures name neither key nor URL. */
export const getJson = async (
	send: Upstream["send"],
	target: Target,
	path: string,
	options: SendOptions,
): Promise<JsonResult> => {
	const headers = adapters[target.provider].authHeaders(target.secret);
	const sent = await send(target, { method: "GET", path, headers }, options);
	if (!sent.ok) return sent;
	try {
		const text = await readText(sent.response);
		const result = readAnswer(target, sent.response.status, sent.response.headers, text);
		if (result.ok) return result;
		const message = redactSecrets(result.failure.message, [target.secret]);
		return { ok: false, failure: { ...result.failure, message } };
	} catch (error) {
		if (error instanceof UpstreamError) return { ok: false, failure: error.failure };
		throw error;
	}
};
