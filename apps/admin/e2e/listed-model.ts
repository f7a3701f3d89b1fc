import type { SandboxModel } from "@llm-hub/sandbox";

/** A model as the sandbox's providers list it, so that a test says only what it is about. */
export const listed = (name: string, changes: Partial<SandboxModel> = {}): SandboxModel => ({
	id: `acme/${name}`,
	displayName: `Acme ${name}`,
	contextLength: 32_000,
	maxOutputTokens: 4_000,
	capabilities: ["chat", "tools"],
	inputPer1M: "2",
	outputPer1M: "8",
	createdAt: "2026-01-15T00:00:00Z",
	...changes,
});
