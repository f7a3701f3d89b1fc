import BarChartIcon from "@mui/icons-material/BarChartOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { Link } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { formatAgo, formatCount, formatDuration, formatUsd, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { Figure } from "./figure.tsx";

/** What the caller's own tests come to. */
export default function AnalyticsPage() {
	const stats = trpc.testing.stats.useQuery();
	const { data } = stats;
	return (
		<PageContainer
			title="Analytics"
			truth={
				data?.lastTestAt
					? `Your own tests in the lab, since the first · last test ${formatAgo(data.lastTestAt)}`
					: "Your own tests in the lab, since the first"
			}
		>
			{stats.isError && <ErrorState error={stats.error} onRetry={() => void stats.refetch()} />}
			{data?.totalTests === 0 ? (
				<EmptyState
					icon={BarChartIcon}
					title="Nothing to count yet"
					action={
						<Button component={Link} to={paths.testing} variant="contained">
							Run a first test
						</Button>
					}
				>
					Every test adds its tokens, its time and its cost here. No number is made up.
				</EmptyState>
			) : (
				<Box
					component="dl"
					sx={{ display: "grid", gap: 2, m: 0, gridTemplateColumns: "repeat(auto-fit, minmax(220px, 1fr))" }}
				>
					{stats.isPending && ["a", "b", "c", "d"].map((key) => <Skeleton key={key} variant="rounded" height={104} />)}
					{data && (
						<>
							<Figure
								label="Spend"
								value={formatUsd(data.totalCostUsd)}
								note={
									data.unpricedTests > 0
										? `without ${plural(data.unpricedTests, "test")} of unknown cost`
										: "every test's cost is known"
								}
							/>
							<Figure
								label="Tests"
								value={formatCount(data.totalTests)}
								note={`on ${plural(data.modelsTested, "model")}, failed and stopped ones included`}
							/>
							<Figure label="Tokens" value={formatCount(data.totalTokens)} note="in and out together" />
							<Figure
								label="Average time"
								value={data.avgLatencyMs === null ? "none yet" : formatDuration(data.avgLatencyMs)}
								note="of the tests that succeeded, start to end"
							/>
						</>
					)}
				</Box>
			)}
		</PageContainer>
	);
}
