import Typography from "@mui/material/Typography";
import { FilterSelect } from "@/components/filter-select.tsx";
import { formatUsd, plural } from "@/lib/format.ts";
import type { Calculator } from "./use-calculator.ts";

const scopes = [
	{ value: "own", label: "My runs" },
	{ value: "company", label: "The whole company's runs" },
] as const;

/** Whose runs the figures stand on, and what those were. */
export function RecordedForm({ url, set, result, isAdmin }: Pick<Calculator, "url" | "set" | "result" | "isAdmin">) {
	const recorded = result.data?.recorded;
	return (
		<>
			{isAdmin && (
				<FilterSelect
					label="Whose"
					required
					value={url.scope}
					options={[...scopes]}
					onChange={(scope) => void set({ scope })}
				/>
			)}
			{recorded && (
				<Typography variant="body2" color="textSecondary">
					{plural(recorded.runs, "run")} in the last {recorded.days} days
					{recorded.runs > 0 && `, which cost ${formatUsd(recorded.costUsd)}`}
					{recorded.unpriced > 0 && ` and an unknown amount for ${plural(recorded.unpriced, "run")}`}.
					{recorded.uncounted > 0 && ` ${plural(recorded.uncounted, "more run")} without known tokens left out.`}
				</Typography>
			)}
		</>
	);
}
