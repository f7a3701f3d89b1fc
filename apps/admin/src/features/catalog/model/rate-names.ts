/** The classes that a price may have, in the order in which they are shown. */
export const rateNames: Record<string, string> = {
	input: "Input",
	cachedInput: "Cached input",
	cacheWrite: "Cache write (5 min)",
	cacheWrite1h: "Cache write (1 h)",
	output: "Output",
	reasoning: "Reasoning",
	audioInput: "Audio input",
	cachedAudioInput: "Cached audio input",
	audioOutput: "Audio output",
	imageInput: "Image input",
	imageOutput: "Image output",
};
