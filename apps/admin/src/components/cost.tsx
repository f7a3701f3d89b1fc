import type { CostState, RunEnd } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import { formatUsd } from "@/lib/format.ts";
import { CostTerms } from "./cost-terms.tsx";

const meanings: Record<CostState, string> = {
	billed: "The provider said that it charged this.",
	computed: "Tokens that the provider counted × the price in force when the run started.",
	estimated: "The provider gave no count: our own token count × the price in force.",
	free: "This model costs nothing.",
	unpriced: "No price is known for this model, so the cost is unknown. It is not zero.",
};

interface CostProps {
	usd: string | null;
	state: CostState | null;
	/** The formula's terms in words; with them an ⓘ opens the evidence. */
	explanation?: string[];
	/** The caller's own key paid. */
	isOwn?: boolean;
	/** Whose key paid; said with the evidence. */
	payer?: Payer;
}
type Payer = Pick<RunEnd, "keySource" | "keyVersion" | "keyLabel">;

function payerWords({ keySource, keyVersion, keyLabel }: Payer): string {
	const named = keyLabel ? ` ${keyLabel}` : "";
	if (keySource === "own") return `Your own key${named} paid: no company budget counts it.`;
	if (keySource === "sandbox") return "The built-in Sandbox answered: no key paid.";
	if (keySource === "environment") return "The company's key from the server's environment paid.";
	return `The company's saved key${named} paid${keyVersion === null ? "" : `, version ${keyVersion}`}.`;
}

/** What a run cost, in words where there is no number, with how it came to be known. */
export function Cost({ usd, state, explanation, isOwn, payer }: CostProps) {
	if (state === null) return <span>no cost</span>;
	const amount = state === "free" ? "free" : usd === null || state === "unpriced" ? "unknown" : formatUsd(usd);
	const color = state === "free" ? "success.main" : state === "unpriced" ? "text.secondary" : undefined;
	return (
		<Box component="span" sx={{ display: "inline-flex", alignItems: "center", whiteSpace: "nowrap" }}>
			<Box component="span" sx={{ color, fontVariantNumeric: "tabular-nums" }}>
				{amount}
			</Box>
			{amount !== state && (
				<Box component="span" sx={{ color: "text.secondary", ml: 0.5 }}>
					{state}
				</Box>
			)}
			{isOwn && (
				<Box
					component="span"
					sx={{ color: "text.secondary", ml: 0.5 }}
					title="Your own key paid: no company budget counts it."
				>
					own key
				</Box>
			)}
			{explanation && (
				<CostTerms
					meaning={meanings[state]}
					lines={explanation}
					note={payer === undefined ? undefined : payerWords(payer)}
				/>
			)}
		</Box>
	);
}
