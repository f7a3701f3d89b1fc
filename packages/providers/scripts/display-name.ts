const spellings: Readonly<Record<string, string>> = {
	gpt: "GPT",
	tts: "TTS",
	it: "IT",
	vl: "VL",
	llama: "Llama",
	glm: "GLM",
	ai: "AI",
	hf: "HF",
	oss: "OSS",
};

/** A readable name: the table's own where it is spelled with care, else one made from the id. */
export function displayName(id: string, known: string | undefined): string {
	if (known && /[A-Z]/.test(known) && !/\(.*high\)|High$/.test(known)) return known;
	const [path = id, variant] = id.split(":");
	const own = path.split("/").at(-1) ?? path;
	const dated = /^(.*?)-(\d{4}-?\d{2}-?\d{2}|\d{2}-\d{4})$/.exec(own);
	const words = (dated?.[1] ?? own).split(/[-_]/).map(word);
	const name = words
		.join(" ")
		.replace(/^GPT (?=\d|OSS)/, "GPT-")
		.replace(/^(Claude .*\d) (?=\d(?: |$))/, "$1.")
		.replace(/^(Claude \d) (?=\d )/, "$1.");
	const notes = [dated?.[2], variant].filter(Boolean).join(", ");
	return notes ? `${name} (${notes})` : name;
}

function word(part: string): string {
	if (/^\d+(?:\.\d+)?[bk]$/.test(part)) return part.toUpperCase();
	return (
		spellings[part] ?? (/^o\d/.test(part) || /[A-Z]/.test(part) ? part : part.charAt(0).toUpperCase() + part.slice(1))
	);
}
