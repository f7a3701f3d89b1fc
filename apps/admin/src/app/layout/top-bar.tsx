import AppBar from "@mui/material/AppBar";
import Box from "@mui/material/Box";
import Toolbar from "@mui/material/Toolbar";
import { NavLink } from "react-router";
import { features } from "../features.ts";
import { PaletteButton } from "../palette/palette-button.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import { ThemeMenu } from "./theme-menu.tsx";

/** Name, the four tabs, the search over everything, theme and account. */
export function TopBar() {
	return (
		<AppBar position="sticky" sx={{ borderBottom: 1, borderColor: "divider", bgcolor: "background.paper" }}>
			<Toolbar variant="dense" sx={{ gap: { xs: 1, md: 3 }, px: { xs: 2, md: 3 } }} disableGutters>
				<Brand />
				<Box
					component="nav"
					aria-label="Main"
					sx={{ display: { xs: "none", md: "flex" }, alignSelf: "stretch", gap: 0.5 }}
				>
					{features.map(
						({ tab }) =>
							tab && (
								<Box
									key={tab.path}
									component={NavLink}
									to={tab.path}
									sx={{
										display: "flex",
										alignItems: "center",
										px: 1.5,
										color: "text.secondary",
										textDecoration: "none",
										fontWeight: 500,
										fontSize: 14,
										borderBottom: "2px solid transparent",
										borderTop: "2px solid transparent",
										"&:hover": { color: "text.primary" },
										"&.active": { color: "text.primary", borderBottomColor: "primary.main" },
										"&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -4 },
									}}
								>
									{tab.label}
								</Box>
							),
					)}
				</Box>
				<Box sx={{ flex: 1 }} />
				<PaletteButton />
				<ThemeMenu />
				<AccountMenu />
			</Toolbar>
		</AppBar>
	);
}
