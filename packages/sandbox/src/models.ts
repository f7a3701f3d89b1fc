import type { SandboxModel } from "./types.ts";

const rhythm = { tokensPerSecond: 60, ttftMs: 180 };
const facts = { contextLength: 32_768, maxOutputTokens: 4_096, createdAt: "2026-01-15T00:00:00Z", ...rhythm };

/** The models that every list of the sandbox shows unless told otherwise. */
export const defaultModels: readonly SandboxModel[] = [
	{
		...facts,
		id: "sandbox-writer",
		displayName: "Sandbox Writer",
		capabilities: ["chat", "vision", "tools", "json"],
		inputPer1M: "0.50",
		outputPer1M: "1.50",
	},
	{
		...facts,
		id: "sandbox-coder",
		displayName: "Sandbox Coder",
		capabilities: ["chat", "tools", "json"],
		inputPer1M: "0.25",
		outputPer1M: "1.00",
	},
	{
		...facts,
		id: "sandbox-reasoner",
		displayName: "Sandbox Reasoner",
		capabilities: ["chat", "json", "reasoning"],
		inputPer1M: "1.10",
		outputPer1M: "4.40",
	},
	{
		...facts,
		id: "sandbox-flaky",
		displayName: "Sandbox Flaky (fails every third call)",
		capabilities: ["chat"],
		inputPer1M: "0.10",
		outputPer1M: "0.20",
	},
];

/** Ids that every wire says it does not know, so that a typo can be tried out on purpose. */
export const isUnknownModel = (id: string) => /does-not-exist|nonexistent|no-such-model/i.test(id);

/** The listed model that a requested id means: the same, or the same behind an author's prefix or before a suffix. */
export function findModel(models: readonly SandboxModel[], id: string): SandboxModel | undefined {
	const bare =
		id
			.replace(/^models\//, "")
			.split("/")
			.at(-1) ?? id;
	return models.find((model) => model.id === id || model.id === bare || bare.startsWith(`${model.id}:`));
}
