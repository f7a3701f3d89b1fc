import Box from "@mui/material/Box";
import { formatCount, formatUsd, plural } from "@/lib/format.ts";
import { useTierName } from "@/lib/use-tier-name.ts";
import { smallWords } from "../listed-model.tsx";
import type { EndingModel } from "./lifecycle-band.tsx";
import { MoveAlias } from "./move-alias.tsx";

/** Who used the model lately and what names it; people by name for admins. */
export function HitCell({ model }: { model: EndingModel }) {
	const tierName = useTierName();
	const { use, people, tokens, rules, templates, suites } = model;
	const names = [...named("", people), ...named("API token ", tokens)];
	const namedBy = [
		...(rules ?? []).map(({ tierCode, modelPattern }) => `rule ${modelPattern} of tier ${tierName(tierCode)}`),
		...templates.map(({ name }) => `template ${name}`),
		...suites.map(({ name }) => `suite ${name}`),
	];
	return (
		<Box sx={{ minWidth: 0, fontSize: 13 }}>
			{use.runs === 0 ? <Box sx={{ color: "text.secondary" }}>nobody</Box> : <div>{wordsOf(use)}</div>}
			{names.length > 0 && (
				<Box component="details" sx={smallWords}>
					<Box component="summary" sx={{ cursor: "pointer" }}>
						Who
					</Box>
					{names.join(", ")}
					{use.people > (people?.length ?? 0) && ` and ${formatCount(use.people - (people?.length ?? 0))} more`}
				</Box>
			)}
			{namedBy.length > 0 && <Box sx={smallWords}>named by {namedBy.join(", ")}</Box>}
			{model.aliases.map((alias) => (
				<MoveAlias key={alias} alias={alias} model={model} />
			))}
		</Box>
	);
}

const named = (before: string, list: EndingModel["people"]): string[] =>
	(list ?? []).map(({ name, runs }) => `${before}${name} (${formatCount(runs)})`);

const wordsOf = ({ runs, people, tokens, inputTokens, outputTokens, spentUsd, unpriced }: EndingModel["use"]): string =>
	[
		`${plural(runs, "run")} of ${plural(people, "person", "people")}`,
		tokens > 0 && plural(tokens, "API token"),
		`${formatCount(inputTokens + outputTokens)} tokens`,
		(unpriced === 0 || Number(spentUsd) > 0) && formatUsd(spentUsd),
		unpriced > 0 && `${formatCount(unpriced)} of unknown cost`,
	]
		.filter(Boolean)
		.join(" · ");
