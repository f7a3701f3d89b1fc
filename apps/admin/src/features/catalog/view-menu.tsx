import TuneIcon from "@mui/icons-material/Tune";
import Button from "@mui/material/Button";
import { lazy, memo, Suspense, useState } from "react";

const ViewChoices = lazy(() => import("./view-choices.tsx"));

/** How the list looks. It stands still while somebody types in the search. */
export const ViewMenu = memo(function ViewMenu() {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<>
			<Button
				variant="outlined"
				color="inherit"
				aria-haspopup="dialog"
				aria-expanded={anchor !== null}
				startIcon={<TuneIcon />}
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ height: 36 }}
			>
				View
			</Button>
			{anchor && (
				<Suspense fallback={null}>
					<ViewChoices anchor={anchor} onClose={() => setAnchor(null)} />
				</Suspense>
			)}
		</>
	);
});
