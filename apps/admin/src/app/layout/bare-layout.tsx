import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { Suspense } from "react";
import { Outlet } from "react-router";
import { Brand } from "./brand.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { ThemeMenu } from "./theme-menu.tsx";

/** The frame of the pages before sign-in: the name, and one card in the middle. */
export function BareLayout() {
	return (
		<Box sx={{ display: "flex", flexDirection: "column", minHeight: "100dvh" }}>
			<Stack
				component="header"
				direction="row"
				sx={{ justifyContent: "space-between", alignItems: "center", p: 1, pl: 2 }}
			>
				<Brand />
				<ThemeMenu />
			</Stack>
			<OfflineBanner />
			<Box component="main" sx={{ flex: 1, display: "grid", placeItems: "center", p: 2, pb: 12 }}>
				<Suspense fallback={null}>
					<Outlet />
				</Suspense>
			</Box>
		</Box>
	);
}
