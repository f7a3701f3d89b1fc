/** Which mark stands for a model: the provider type of its id, or `sandbox` for the built-in endpoint. */
export function providerOf(modelId: string): string {
	const [provider = "", endpoint] = modelId.split("/");
	return provider === "custom" && endpoint === "sandbox" ? "sandbox" : provider;
}
