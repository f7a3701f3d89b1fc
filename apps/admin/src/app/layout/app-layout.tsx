import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { lazy, Suspense, useEffect } from "react";
import { Outlet } from "react-router";
import { PageSkeleton } from "@/components/page-skeleton.tsx";
import { useSession } from "@/lib/session.ts";
import { BottomTabs } from "./bottom-tabs.tsx";
import { keepFocus } from "./keep-focus.ts";
import { OfflineBanner } from "./offline-banner.tsx";
import { TopBar } from "./top-bar.tsx";

const FirstSteps = lazy(() => import("./first-steps.tsx"));

/** The frame: bar above, tabs below on a phone, the page between them. */
export default function AppLayout() {
	const { isAdmin } = useSession();
	useEffect(keepFocus, []);
	return (
		<Box
			sx={{
				display: "flex",
				flexDirection: "column",
				minHeight: "100dvh",
				// A page that scrolls inside itself takes the window, no more.
				"&:has([data-fill])": { height: "100dvh" },
			}}
		>
			<Link
				href="#main"
				sx={{
					position: "absolute",
					zIndex: "tooltip",
					p: 1,
					bgcolor: "background.paper",
					top: -100,
					"&:focus": { top: 4, left: 4 },
				}}
			>
				Skip to the page
			</Link>
			<TopBar />
			<OfflineBanner />
			{isAdmin && (
				<Suspense fallback={null}>
					<FirstSteps />
				</Suspense>
			)}
			<Box
				component="main"
				id="main"
				tabIndex={-1}
				sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column", outline: "none", pb: { xs: 7, md: 0 } }}
			>
				<Suspense fallback={<PageSkeleton />}>
					<Outlet />
				</Suspense>
			</Box>
			<BottomTabs />
		</Box>
	);
}
