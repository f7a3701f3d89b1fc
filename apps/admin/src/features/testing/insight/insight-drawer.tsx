import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import Typography from "@mui/material/Typography";
import { lazy, type ReactNode, Suspense } from "react";
import { PageSkeleton } from "@/components/page-skeleton.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import type { useLab } from "../use-lab.ts";
import type { Insight } from "../use-lab-url.ts";

const views = {
	test: { label: "This test", View: lazy(() => import("./test-metrics.tsx")) },
	history: { label: "My history", View: lazy(() => import("./history-metrics.tsx")) },
	leaderboard: { label: "Leaderboard", View: lazy(() => import("./leaderboard.tsx")) },
} satisfies Record<Insight, { label: string; View: (props: InsightProps) => ReactNode }>;

export interface InsightProps {
	lab: ReturnType<typeof useLab>;
}

/** What the runs measured and what people voted, beside the page. */
export default function InsightDrawer({ lab }: InsightProps) {
	const { insight, setInsight } = lab;
	if (insight === null) return null;
	const { View } = views[insight];
	return (
		<SideSheet
			label="Metrics and votes"
			width={880}
			head={
				<Typography variant="h2" sx={{ flex: 1 }}>
					Metrics and votes
				</Typography>
			}
			onClose={() => setInsight(null)}
		>
			<Tabs
				value={insight}
				onChange={(_, next: Insight) => setInsight(next)}
				sx={{ px: 2, borderBottom: 1, borderColor: "divider", flexShrink: 0 }}
			>
				{Object.entries(views).map(([name, { label }]) => (
					<Tab key={name} value={name} label={label} id={`insight-${name}`} aria-controls="insight-view" />
				))}
			</Tabs>
			<Box
				role="tabpanel"
				id="insight-view"
				aria-labelledby={`insight-${insight}`}
				sx={{ p: 2, overflowY: "auto", flex: 1 }}
			>
				<Suspense fallback={<PageSkeleton />}>
					<View lab={lab} />
				</Suspense>
			</Box>
		</SideSheet>
	);
}
