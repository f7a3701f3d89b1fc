import Box from "@mui/material/Box";
import { NavLink } from "react-router";
import { features } from "../features.ts";

/** The four tabs within a thumb's reach, on a phone. */
export function BottomTabs() {
	return (
		<Box
			component="nav"
			aria-label="Main"
			sx={{
				display: { xs: "flex", md: "none" },
				position: "fixed",
				insetInline: 0,
				bottom: 0,
				zIndex: "appBar",
				bgcolor: "background.paper",
				borderTop: 1,
				borderColor: "divider",
				pb: "env(safe-area-inset-bottom)",
			}}
		>
			{features.map(
				({ tab }) =>
					tab && (
						<Box
							key={tab.path}
							component={NavLink}
							to={tab.path}
							sx={{
								flex: "1 1 auto",
								whiteSpace: "nowrap",
								height: 56,
								display: "flex",
								flexDirection: "column",
								alignItems: "center",
								justifyContent: "center",
								gap: 0.25,
								fontSize: 12,
								fontWeight: 500,
								color: "text.secondary",
								textDecoration: "none",
								"&.active": { color: "primary.main" },
								"&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -4 },
							}}
						>
							<tab.icon aria-hidden sx={{ fontSize: 22 }} />
							{tab.label}
						</Box>
					),
			)}
		</Box>
	);
}
