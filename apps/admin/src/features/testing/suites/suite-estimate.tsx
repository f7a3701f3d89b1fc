import Box from "@mui/material/Box";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { describeProblem } from "@/lib/errors.ts";
import { formatUsd, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { useSettled } from "../use-settled.ts";
import { type EstimateInput, estimateInputOf, type SuiteFields } from "./suite-fields.ts";

const rangeOf = (low: string, high: string): string =>
	low === high ? formatUsd(low) : `${formatUsd(low)} to ${formatUsd(high)}`;

function useSuiteEstimate(input: EstimateInput | null) {
	const { client } = trpc.useUtils();
	return useQuery({
		queryKey: ["testing.suites.estimate", input],
		queryFn: ({ signal }) => (input ? client.testing.suites.estimate.mutate(input, { signal }) : null),
		enabled: input !== null,
		placeholderData: keepPreviousData,
		gcTime: 0,
		staleTime: 60_000,
		retry: false,
	});
}

/** How many runs the suite is, what they may cost, and what forbids it: before anything is spent. */
export function SuiteEstimate() {
	const fields = useWatch<SuiteFields>() as SuiteFields;
	const input = useSettled(fields);
	const { data, isError, error } = useSuiteEstimate(estimateInputOf(input));
	const cells = fields.templates.length * fields.modelIds.length * (fields.repeats || 0);
	const refused = (data?.models ?? []).filter(({ refusal }) => refusal !== null);
	return (
		<Box role="group" aria-label="Estimate" sx={{ fontSize: 14, fontVariantNumeric: "tabular-nums", minHeight: 92 }}>
			<Box sx={{ fontSize: 20, fontWeight: 600 }}>{plural(cells, "run")}</Box>
			<Box sx={{ color: "text.secondary" }}>
				{plural(fields.templates.length, "template")} × {plural(fields.modelIds.length, "model")} ×{" "}
				{plural(fields.repeats || 0, "repeat")}
			</Box>
			{isError && <Box sx={{ mt: 1 }}>No estimate: {describeProblem(error).message}</Box>}
			{cells > 0 && data && (
				<>
					<Box sx={{ mt: 1 }}>
						{data.unpriced === data.models.length ? "price unknown" : rangeOf(data.lowUsd, data.highUsd)}
						{data.unpriced > 0 && data.unpriced < data.models.length && ` + ${data.unpriced} of unknown price`}{" "}
						<Box component="span" sx={{ color: "text.secondary" }}>
							estimated
						</Box>
					</Box>
					<Box component="ul" aria-label="Estimate by model" sx={{ m: 0, p: 0, listStyle: "none", fontSize: 13 }}>
						{data.models.map(({ asked, lowUsd, highUsd, state }) => (
							<Box component="li" key={asked} sx={{ display: "flex", flexWrap: "wrap", columnGap: 1 }}>
								<Box sx={{ minWidth: 0, overflowWrap: "anywhere" }}>{asked}</Box>
								<Box component="span" sx={{ ml: "auto" }}>
									{state === "free"
										? "free"
										: lowUsd === null || highUsd === null
											? "price unknown"
											: rangeOf(lowUsd, highUsd)}
								</Box>
							</Box>
						))}
					</Box>
					<Box role="status" sx={{ mt: 1, fontSize: 13, color: "warning.main" }}>
						{refused.map(({ asked, refusal }) => (
							<div key={asked}>
								{asked}: {refusal?.message}
							</div>
						))}
						{data.problems.map(({ path, message }) => (
							<div key={path}>{message}</div>
						))}
					</Box>
				</>
			)}
		</Box>
	);
}
