import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { FactRow } from "./fact-row.tsx";

interface Spread {
	n: number;
	p50: number;
	p95: number;
}

/** How the model did in everybody's runs of the last days. */
export function Measured({ modelId }: { modelId: string }) {
	const measured = trpc.catalog.measured.useQuery({ ids: [modelId] });
	if (measured.isError) return <ErrorState error={measured.error} onRetry={() => void measured.refetch()} />;
	if (measured.isPending) return <Skeleton variant="rounded" height={64} />;
	const [model] = measured.data.models;
	if (!model || model.runs === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				No runs in the last {measured.data.days} days: nothing is measured yet.
			</Typography>
		);
	}
	return (
		<Box component="dl" sx={{ m: 0 }}>
			<FactRow label="First token">{spreadWords(model.ttftMs, milliseconds)}</FactRow>
			<FactRow label="Whole answer">{spreadWords(model.latencyMs, milliseconds)}</FactRow>
			<FactRow label="Speed">{spreadWords(model.tokensPerSecond, tokensPerSecond)}</FactRow>
			<FactRow label="Succeeded">
				{formatCount(model.successes)} of {formatCount(model.runs)} runs in the last {measured.data.days} days
			</FactRow>
		</Box>
	);
}

const milliseconds = (value: number) => `${formatCount(Math.round(value))} ms`;
const tokensPerSecond = (value: number) => `${formatCount(Math.round(value))} tokens/s`;

const spreadWords = (spread: Spread | null, unit: (value: number) => string) =>
	spread === null ? "not measured" : `p50 ${unit(spread.p50)} · p95 ${unit(spread.p95)} (n = ${formatCount(spread.n)})`;
