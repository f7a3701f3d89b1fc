import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { Price } from "@/components/price.tsx";
import { formatDate } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { lacksOwnRate } from "./lacks-own-rate.ts";
import { PlainTable } from "./model/plain-table.tsx";
import { sourceName } from "./source-words.ts";

const PriceChart = lazy(() => import("./model/price-chart.tsx"));

type Entry = RouterOutputs["catalog"]["priceHistory"]["prices"][number];

const shownAtFirst = 6;

const isFree = ({ price }: Entry): boolean =>
	price !== null &&
	!price.perRequest &&
	price.tiers.every(({ rates }) => Object.values(rates).every((rate) => Number(rate) === 0));

const columns = [
	{ name: "input", label: "In $/1M" },
	{ name: "output", label: "Out $/1M" },
	{ name: "cachedInput", label: "Cached $/1M" },
	{ name: "cacheWrite", label: "Cache write $/1M" },
];
const always: readonly string[] = ["input", "output"];

/** Every price that was in force: as steps where it changed, and as a table, the newest first. */
export function PriceHistory({ modelId }: { modelId: string }) {
	const history = trpc.catalog.priceHistory.useQuery({ modelId, limit: 100 });
	const [showsAll, setShowsAll] = useState(false);
	if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
	if (history.isPending) return <Skeleton variant="rounded" height={64} />;
	const { prices } = history.data;
	if (prices.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				No price has been known so far. The first one is kept here with its source and date.
			</Typography>
		);
	}
	const shown = columns.filter(
		({ name }) => always.includes(name) || prices.some(({ price }) => price?.tiers[0]?.rates[name] !== undefined),
	);
	return (
		<>
			{prices.length > 1 && prices.some(({ price }) => price !== null) ? (
				<Suspense fallback={<Skeleton variant="rounded" height={238} />}>
					<PriceChart prices={prices} />
				</Suspense>
			) : (
				<Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
					It has not changed since we know it.
				</Typography>
			)}
			<PlainTable
				label="Price history"
				head={["Since", "Source", ...shown.map(({ label }) => label)]}
				words={2}
				rows={(showsAll ? prices : prices.slice(0, shownAtFirst)).map((entry) => ({
					key: entry.validFrom,
					cells: [
						formatDate(entry.validFrom),
						entry.price ? sourceName(entry.price.source) : "no source names one",
						...shown.map(({ name }) =>
							!isFree(entry) && lacksOwnRate(entry.price, name) ? (
								<span key={name} title="no rate of its own">
									–
								</span>
							) : (
								<Price key={name} usdPer1M={entry.price?.tiers[0]?.rates[name] ?? null} free={isFree(entry)} />
							),
						),
					],
				}))}
			/>
			{!showsAll && prices.length > shownAtFirst && (
				<Button color="inherit" onClick={() => setShowsAll(true)}>
					Show all {prices.length}
				</Button>
			)}
		</>
	);
}
