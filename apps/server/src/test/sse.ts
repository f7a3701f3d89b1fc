/** The `data:` of each event of an answer, as JSON, as they come. */
export async function* sseData(response: Response): AsyncGenerator<Record<string, unknown>> {
	if (!response.body) return;
	let buffer = "";
	const decoder = new TextDecoder();
	for await (const chunk of response.body) {
		buffer += decoder.decode(chunk, { stream: true });
		const frames = buffer.split("\n\n");
		buffer = frames.pop() ?? "";
		for (const frame of frames) if (frame.startsWith("data: ")) yield JSON.parse(frame.slice("data: ".length));
	}
}
