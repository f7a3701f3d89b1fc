import type SvgIcon from "@mui/material/SvgIcon";
import type { RouteObject } from "react-router";

/** Who may open a page. `bare` pages stand alone, without the frame. */
export type Access = "bare" | "public" | "signed-in" | "admin";

/** What a feature tells the app about itself: its routes, and where people find it. */
export interface Feature {
	access: Access;
	routes: RouteObject[];
	tab?: { label: string; path: string; icon: typeof SvgIcon };
	/** Further pages of its own, which the search over everything finds. */
	pages?: { label: string; path: string }[];
	/** Its entry in the account menu, for those who may open it. */
	menu?: { label: string; path: string };
}

/** Whether somebody who is signed in may open a feature's pages. */
export const mayOpen = ({ access }: Feature, isAdmin: boolean): boolean => access !== "admin" || isAdmin;
