import { CodeSnippets } from "@/components/code-snippets.tsx";

/** How a program asks this model. */
export default function ModelCode({ modelId }: { modelId: string }) {
	const request = {
		modelId,
		messages: [{ role: "user" as const, content: "Say hello in one sentence." }],
		parameters: { temperature: 0.7, maxTokens: 1_000, topP: 1 },
	};
	return <CodeSnippets request={request} />;
}
