import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Suspense, useEffect } from "react";
import { Outlet } from "react-router";
import { PageSkeleton } from "@/components/page-skeleton.tsx";
import { BottomTabs } from "./bottom-tabs.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { keepFocus } from "./keep-focus.ts";
import { OfflineBanner } from "./offline-banner.tsx";
import { TopBar } from "./top-bar.tsx";
import { useFirstSteps } from "./use-first-steps.ts";

/** The frame: bar above, tabs below on a phone, the page between them. */
export default function AppLayout() {
	const { steps, isAwaited } = useFirstSteps();
	useEffect(keepFocus, []);
	return (
		<Box
			sx={{
				display: "flex",
				flexDirection: "column",
				minHeight: "100dvh",
				// What is as high as the window leaves them their room.
				"--first-steps": steps ? { xs: "34px", md: "38px" } : "0px",
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
			{steps && <FirstSteps {...steps} />}
			<Box
				component="main"
				id="main"
				tabIndex={-1}
				sx={{
					flex: 1,
					minHeight: 0,
					display: "flex",
					flexDirection: "column",
					outline: "none",
					pb: { xs: 7, md: 0 },
					// It asks for its data already.
					...(isAwaited && { position: "relative", visibility: "hidden" }),
				}}
			>
				{isAwaited && (
					<Box sx={{ position: "absolute", inset: 0, visibility: "visible" }}>
						<PageSkeleton />
					</Box>
				)}
				<Suspense fallback={<PageSkeleton />}>
					<Outlet />
				</Suspense>
			</Box>
			<BottomTabs />
		</Box>
	);
}
