import type { Check } from "./check-schema.ts";
import type { Template } from "./schema.ts";

type BuiltIn = Omit<Template, "turns" | "parameters" | "checks" | "author" | "isOwn" | "isShared"> & {
	checks?: Check[];
};

/** Small, quick models of several providers: a template's first run should cost a fraction of a cent. */
const everyday = ["openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "google/gemini-2.5-flash"];
const strong = ["openai/gpt-4o", "anthropic/claude-sonnet-4-5", "google/gemini-2.5-pro"];

const builtIn: BuiltIn[] = [
	{
		id: "explain-quantum",
		name: "Explain quantum entanglement",
		category: "explanation",
		description: "Shows whether a model can make a hard idea plain without making it wrong.",
		system: null,
		prompt:
			"Explain quantum entanglement to a curious fifteen-year-old. Use one everyday comparison, say where the comparison breaks down, and finish with one question that physicists still cannot answer. At most 200 words.",
		suggestedModels: everyday,
		expectedAnswer: null,
	},
	{
		id: "write-poem",
		name: "Write a poem",
		category: "creative",
		description: "Form under constraints: rhyme, metre and an image that is not worn out.",
		system: null,
		prompt:
			"Write a poem of three four-line stanzas about a lighthouse keeper on the last night before the light is automated. Rhyme the second and fourth line of each stanza. Do not use the words lonely, storm or beacon.",
		suggestedModels: strong,
		expectedAnswer: null,
	},
	{
		id: "code-function",
		name: "Write a function",
		category: "coding",
		description: "A small, fully specified task with edge cases that careless code misses.",
		system: "You are a careful TypeScript programmer. Answer with code first and at most three sentences after it.",
		prompt:
			"Write a TypeScript function `mergeIntervals(intervals: [number, number][]): [number, number][]` that joins overlapping and touching intervals and returns them sorted. It must not change its argument. Then show its result for [[5, 7], [1, 3], [3, 4], [9, 9]] and for an empty list.",
		suggestedModels: strong,
		expectedAnswer: null,
	},
	{
		id: "analyze-sentiment",
		name: "Analyse a review's sentiment",
		category: "analysis",
		description: "Mixed feelings and irony, answered as JSON that a program can read.",
		system: null,
		prompt:
			'Read this review and answer with JSON only, in the form {"overall": "positive" | "mixed" | "negative", "aspects": [{"name": string, "sentiment": string, "quote": string}]}.\n\nReview: "The hotel was a ten-minute walk from the station, as promised, if you run. Breakfast made up for it, and so did the lady at the desk, who found us a quieter room at midnight. The shower, sadly, had its own opinion on hot water."',
		suggestedModels: everyday,
		expectedAnswer: null,
	},
	{
		id: "logic-puzzle",
		name: "Solve a logic puzzle",
		category: "reasoning",
		description: "Three clues and exactly one solution, so an answer is right or wrong.",
		system: null,
		prompt:
			"Ada, Ben and Cleo each own one pet: a cat, a dog or a parrot. Ada is allergic to fur. Ben's pet cannot bark. Who owns the dog? Explain in at most four sentences, then write the name alone on the last line.",
		suggestedModels: strong,
		expectedAnswer: "Cleo",
		checks: [{ kind: "exact", value: "Cleo", lastLine: true, ignoreCase: true }],
	},
	{
		id: "summarize-text",
		name: "Summarise a text",
		category: "summarization",
		description: "Keeps what matters, drops what does not, and adds nothing.",
		system: null,
		prompt:
			"Summarise the following note in exactly two sentences for a manager who will read nothing else.\n\nOn Monday at 09:40 the payment queue stopped accepting messages because its disk was full. The alert had been sent to a mailing list that nobody has read since the team moved in spring. Orders were still taken, and 1,240 of them waited until 11:05, when the disk was enlarged and the queue caught up within six minutes. No order was lost and no customer was charged twice. The alert now goes to the on-call phone, and disk use is shown on the team's dashboard.",
		suggestedModels: everyday,
		expectedAnswer: null,
	},
	{
		id: "translate-language",
		name: "Translate with idioms",
		category: "translation",
		description: "Idioms that must not be translated word for word.",
		system: null,
		prompt:
			"Translate into French and into German, keeping the tone friendly and replacing each idiom by one that people there would use:\n\n“Don't worry about the deadline. We're nearly there, and Rome wasn't built in a day. If push comes to shove, I'll take the late shift.”",
		suggestedModels: everyday,
		expectedAnswer: null,
	},
	{
		id: "math-problem",
		name: "Solve a maths problem",
		category: "mathematics",
		description: "Several steps of arithmetic that end in one number.",
		system: null,
		prompt:
			"A tank holds 240 litres when full. Pump A alone fills it in 6 hours, pump B alone in 4 hours, and a drain left open empties a full tank in 12 hours. The tank is empty, both pumps run and the drain is open. After how many hours is the tank full? Show the steps, then write only the number on the last line.",
		suggestedModels: strong,
		expectedAnswer: "3",
		checks: [{ kind: "numeric", value: 3, tolerance: 0 }],
	},
	{
		id: "brainstorm-ideas",
		name: "Brainstorm ideas",
		category: "creative",
		description: "Breadth before depth: ideas that differ from each other.",
		system: null,
		prompt:
			"A public library with two librarians and 900 euros wants more teenagers to come on weekday afternoons. Give eight ideas that differ in kind, not only in detail. For each: a name, one sentence, a cost estimate, and what would show after a month that it failed.",
		suggestedModels: everyday,
		expectedAnswer: null,
	},
	{
		id: "role-play",
		name: "Play a role",
		category: "conversation",
		description: "Stays in a role, asks back, and does not solve everything at once.",
		system:
			"You are Marit, who has repaired bicycles for thirty years. You are friendly and brief, you ask one question at a time, and you never sell what is not needed.",
		prompt: "Hi! My bike makes a clicking noise when I pedal uphill. Do I need a new one?",
		suggestedModels: everyday,
		expectedAnswer: null,
	},
];

/** The ten built-in templates. Their ids are promised to people's scripts. */
export const builtInTemplates: readonly Template[] = builtIn.map(({ checks = [], ...template }) => ({
	...template,
	turns: [],
	parameters: null,
	checks,
	author: null,
	isOwn: false,
	isShared: true,
}));
