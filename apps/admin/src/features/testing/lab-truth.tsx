import Skeleton from "@mui/material/Skeleton";
import { formatAgo, formatUsd, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** How much was tested so far, and what it cost. */
export function LabTruth() {
	const stats = trpc.testing.stats.useQuery();
	if (stats.isPending) return <Skeleton width={260} />;
	if (!stats.data) return null;
	const { totalTests, totalCostUsd, unpricedTests, lastTestAt } = stats.data;
	if (totalTests === 0) return "No test yet: the first one takes a minute";
	const unpriced = unpricedTests > 0 ? ` + ${plural(unpricedTests, "test")} of unknown cost` : "";
	return `${plural(totalTests, "test")} of yours · ${formatUsd(totalCostUsd)}${unpriced}${lastTestAt ? ` · last test ${formatAgo(lastTestAt)}` : ""}`;
}
