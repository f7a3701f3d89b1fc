import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDuration, formatShare } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { FactRow } from "./fact-row.tsx";
import { MeasuredDays } from "./model/measured-days.tsx";

interface Spread {
	n: number;
	p50: number;
	p95: number;
}

/** How the model did in everybody's runs of the last days, in all and by day. */
export function Measured({ modelId, canTest }: { modelId: string; canTest: boolean }) {
	const measured = trpc.catalog.measured.useQuery({ ids: [modelId] });
	if (measured.isError) return <ErrorState error={measured.error} onRetry={() => void measured.refetch()} />;
	if (measured.isPending) return <Skeleton variant="rounded" height={140} />;
	const [model] = measured.data.models;
	if (!model || model.runs === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				Not measured yet: nobody ran it in the last {measured.data.days} days.{" "}
				{canTest && (
					<Link component={RouterLink} underline="always" to={paths.testModel(modelId)}>
						Run it in the lab
					</Link>
				)}
			</Typography>
		);
	}
	return (
		<>
			<Box component="dl" sx={{ m: 0 }}>
				<FactRow label="First token">{spreadWords(model.ttftMs, formatDuration)}</FactRow>
				<FactRow label="Whole answer">{spreadWords(model.latencyMs, formatDuration)}</FactRow>
				<FactRow label="Speed">{spreadWords(model.tokensPerSecond, tokensPerSecond)}</FactRow>
				<FactRow label="Succeeded">
					{formatShare(model.successes, model.runs)}: {formatCount(model.successes)} of {formatCount(model.runs)} runs
					in the last {measured.data.days} days
				</FactRow>
			</Box>
			<MeasuredDays modelId={modelId} />
		</>
	);
}

const tokensPerSecond = (value: number) => `${formatCount(Math.round(value))} tokens/s`;

const spreadWords = (spread: Spread | null, unit: (value: number) => string) =>
	spread === null ? "not measured" : `p50 ${unit(spread.p50)} · p95 ${unit(spread.p95)} (n = ${formatCount(spread.n)})`;
