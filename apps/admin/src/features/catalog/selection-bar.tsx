import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import { useState } from "react";
import { Link } from "react-router";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { AliasDialog } from "./alias-dialog.tsx";
import { BulkEnableDialog } from "./bulk-enable-dialog.tsx";
import { BulkPriceDialog } from "./bulk-price-dialog.tsx";
import { mostLinked } from "./catalog-tools.tsx";
import { focusList, selectionLabel } from "./select-keys.ts";
import { SelectionStrip } from "./selection-strip.tsx";
import type { Selection } from "./use-selection.ts";

type Asked = "enable" | "disable" | "price" | "alias";

/** What can be done with the selected models. */
export default function SelectionBar({ selection }: { selection: Selection }) {
	const { isAdmin } = useSession();
	const [asked, setAsked] = useState<Asked | null>(null);
	const ids = [...selection.ids];
	const [first] = ids;
	if (first === undefined) return null;
	const close = () => setAsked(null);
	const dialog = { ids, onClose: close };
	return (
		<SelectionStrip label={selectionLabel} count={ids.length}>
			{isAdmin && (
				<>
					<Button color="inherit" onClick={() => setAsked("enable")}>
						Enable
					</Button>
					<Button color="inherit" onClick={() => setAsked("disable")}>
						Disable
					</Button>
					<Button color="inherit" onClick={() => setAsked("price")}>
						Set price
					</Button>
					{ids.length === 1 && (
						<Button color="inherit" onClick={() => setAsked("alias")}>
							Alias
						</Button>
					)}
					<Divider orientation="vertical" flexItem sx={{ mx: 0.5 }} />
				</>
			)}
			<Button component={Link} to={paths.compare(ids.slice(0, mostLinked))} color="inherit">
				Compare
			</Button>
			<Button component={Link} to={paths.calculator(ids.slice(0, mostLinked))} color="inherit">
				Calculate cost
			</Button>
			<Divider orientation="vertical" flexItem sx={{ mx: 0.5 }} />
			<Button
				color="inherit"
				onClick={() => {
					selection.clear();
					focusList();
				}}
			>
				Clear selection
			</Button>
			<Keys />
			{(asked === "enable" || asked === "disable") && <BulkEnableDialog {...dialog} action={asked} />}
			{asked === "price" && <BulkPriceDialog {...dialog} />}
			{asked === "alias" && <AliasDialog modelId={first} onClose={close} />}
		</SelectionStrip>
	);
}

/** How a range is selected, and how the keyboard comes here from a row's box. */
const Keys = () => (
	<Box sx={{ display: { xs: "none", lg: "block" }, ml: "auto", fontSize: 12, color: "text.secondary" }}>
		Select a range: Shift+click, Shift+Space, Shift+↑ or ↓. Enter on a checkbox: these actions.
	</Box>
);
