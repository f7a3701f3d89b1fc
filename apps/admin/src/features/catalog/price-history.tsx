import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { Price } from "@/components/price.tsx";
import { formatDate } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { sourceName } from "./fact-row.tsx";

type Entry = RouterOutputs["catalog"]["priceHistory"]["prices"][number];

const shownAtFirst = 6;

const isFree = ({ price }: Entry): boolean =>
	price !== null &&
	!price.perRequest &&
	price.tiers.every(({ rates }) => Object.values(rates).every((rate) => Number(rate) === 0));

/** Every price that was in force, newest first. */
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
	const cell = { px: 0, py: 0.5, borderBottom: 1, borderColor: "divider", fontWeight: 400 } as const;
	const head = { ...cell, color: "text.secondary", textAlign: "left" } as const;
	return (
		<>
			<Box
				component="table"
				aria-label="Price history"
				sx={{ width: 1, borderCollapse: "collapse", fontSize: 13, fontVariantNumeric: "tabular-nums" }}
			>
				<thead>
					<tr>
						<Box component="th" scope="col" sx={head}>
							Since
						</Box>
						<Box component="th" scope="col" sx={head}>
							Source
						</Box>
						<Box component="th" scope="col" sx={{ ...head, textAlign: "right" }}>
							In $/1M
						</Box>
						<Box component="th" scope="col" sx={{ ...head, textAlign: "right" }}>
							Out $/1M
						</Box>
					</tr>
				</thead>
				<tbody>
					{(showsAll ? prices : prices.slice(0, shownAtFirst)).map((entry) => (
						<tr key={entry.validFrom}>
							<Box component="td" sx={{ ...cell, whiteSpace: "nowrap", pr: 2 }}>
								{formatDate(entry.validFrom)}
							</Box>
							<Box component="td" sx={{ ...cell, color: "text.secondary" }}>
								{entry.price ? sourceName(entry.price.source) : "no source names one"}
							</Box>
							{["input", "output"].map((name) => (
								<Box component="td" key={name} sx={{ ...cell, textAlign: "right" }}>
									<Price usdPer1M={entry.price?.tiers[0]?.rates[name] ?? null} free={isFree(entry)} />
								</Box>
							))}
						</tr>
					))}
				</tbody>
			</Box>
			{!showsAll && prices.length > shownAtFirst && (
				<Button color="inherit" onClick={() => setShowsAll(true)}>
					Show all {prices.length}
				</Button>
			)}
		</>
	);
}
