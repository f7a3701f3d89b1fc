import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { formatDate, formatRate } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { sourceWords } from "../source-words.ts";

/** For admins: who set the price and why, and what the sources say beneath it. */
export function PriceOverride({ modelId }: { modelId: string }) {
	const price = trpc.catalog.price.byId.useQuery({ modelId });
	if (price.isError) return <ErrorState error={price.error} onRetry={() => void price.refetch()} />;
	const override = price.data?.override;
	if (!override) return null;
	const { by, at, reason, underlying } = override;
	const rates = underlying?.tiers[0]?.rates;
	const rate = (name: string) => (rates?.[name] === undefined ? "unknown" : formatRate(rates[name]));
	return (
		<Typography variant="body2" sx={{ mt: 0.5 }}>
			Set by {by} on {formatDate(at)}: {reason}{" "}
			{underlying
				? `Beneath it: ${rate("input")} in, ${rate("output")} out (${sourceWords(underlying)}).`
				: "Beneath it no source names a price."}
		</Typography>
	);
}
