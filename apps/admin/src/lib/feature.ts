import type SvgIcon from "@mui/material/SvgIcon";
import type { RouteObject } from "react-router";

/** Who may open a page. `bare` pages stand alone, without the frame. */
export type Access = "bare" | "public" | "signed-in" | "admin";

/** What a feature tells the app about itself: its routes, and its tab if it has one. */
export interface Feature {
	access: Access;
	routes: RouteObject[];
	tab?: { label: string; path: string; icon: typeof SvgIcon };
}
