import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense } from "react";
import { Link as RouterLink } from "react-router";
import { formatCount, formatDay, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import type { CatalogSync } from "@/lib/use-catalog-sync.ts";
import { useCatalogFilters } from "./use-catalog-filters.ts";
import { useFirstModels } from "./use-model-pages.ts";

const CatalogSyncTruth = lazy(() => import("./catalog-sync-truth.tsx"));

/** As long as what comes usually is, so that the list stands where it will stay. */
const usual = {
	stats: "1,234 models · 1,234 enabled · 9 providers · prices as of Nov 26, 2026 · none retires within 30 days",
	sync: " · synced 12 minutes ago",
};
const SyncPlace = () => (
	<Box component="span" aria-hidden sx={{ visibility: "hidden" }}>
		{usual.sync}
	</Box>
);

/** On a phone it takes two or three lines of 1.43 em. */
const place = { minHeight: { xs: "4.29em", sm: 0 } };

/** How many models there are, how old their prices may be, and the last sync; a visitor sees the number of the list. */
export function CatalogTruth({ sync }: { sync: CatalogSync }) {
	const { query, isFiltered } = useCatalogFilters();
	const { data: { total } = {}, isError } = useFirstModels(query);
	const { user } = useSession();
	const stats = trpc.catalog.stats.useQuery(undefined, { enabled: !!user });
	// What fails is said where the list would stand.
	if (!stats.data && isError) return null;
	if (!stats.data && !(user && stats.isPending)) {
		return total === undefined ? <Skeleton width={80} /> : plural(total, "model");
	}
	if (!stats.data) {
		return (
			<Skeleton sx={place}>
				<span>{usual.stats + usual.sync}</span>
			</Skeleton>
		);
	}
	const { total: all, enabled, byProvider, latestPriceAsOf, endingSoon } = stats.data;
	const providers = byProvider.filter((provider) => provider.total > 0).length;
	const words = [
		isFiltered && total !== undefined
			? `${total.toLocaleString("en-US")} of ${plural(all, "model")}`
			: plural(all, "model"),
		`${enabled.toLocaleString("en-US")} enabled`,
		plural(providers, "provider"),
		latestPriceAsOf && `prices as of ${formatDay(latestPriceAsOf)}`,
	];
	return (
		<Box sx={place}>
			{words.filter(Boolean).join(" · ")} ·{" "}
			<Link
				component={RouterLink}
				underline="always"
				to={paths.lifecycle}
				color={endingSoon > 0 ? "warning" : "inherit"}
			>
				{endingSoon > 0 ? `${formatCount(endingSoon)} retire within 30 days` : "none retires within 30 days"}
			</Link>
			{sync.isStatusAwaited && <SyncPlace />}
			{sync.status && (
				<Suspense fallback={<SyncPlace />}>
					<CatalogSyncTruth sync={sync} />
				</Suspense>
			)}
		</Box>
	);
}
