/** Sizes of a message to start from. */
export interface Preset {
	key: string;
	label: string;
	/** What it stands for. */
	meaning: string;
	in: number;
	out: number;
	/** Percent. */
	cached: number;
}

export const presets: readonly Preset[] = [
	{
		key: "chat",
		label: "Support chat",
		meaning:
			"instructions, some passages of knowledge and the chat so far; a short answer. The instructions are cached",
		in: 1_500,
		out: 250,
		cached: 40,
	},
	{
		key: "document",
		label: "Document summary",
		meaning: "some twenty pages and a line of instruction; one page of summary. Nothing is cached",
		in: 12_000,
		out: 600,
		cached: 0,
	},
	{
		key: "code",
		label: "Code assistant",
		meaning: "several files and the talk so far; a change with its reasons. Most of it was sent before and is cached",
		in: 20_000,
		out: 1_200,
		cached: 70,
	},
];
