import { checkBaseUrl } from "@llm-hub/providers";
import { InvalidInputError } from "../errors.ts";
import type { ApiConfig } from "../services.ts";

/** A custom endpoint's base URL in its one spelling. @throws InvalidInputError on `baseUrl` */
export function checkedBaseUrl(
	{ allowPrivateUpstreams }: Pick<ApiConfig, "allowPrivateUpstreams">,
	url: string | undefined,
): string {
	const check = checkBaseUrl(url ?? "", { allowPrivate: allowPrivateUpstreams });
	if (!check.ok) throw new InvalidInputError("baseUrl", check.message);
	return check.baseUrl;
}

/** A saved secret goes to the host it was entered for and to no other. */
export const keyNeededAgain = () =>
	new InvalidInputError(
		"apiKey",
		"The base URL is another one, so enter the API key again: a saved key only goes to the host it was saved for.",
	);
