import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { lazy, Suspense, useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { isApple, Kbd } from "@/components/kbd.tsx";

const Palette = lazy(() => import("./palette.tsx"));

/** Opens the search over everything, as Ctrl+K (⌘K) does from any field. */
export function PaletteButton() {
	const [open, setOpen] = useState(false);
	useHotkeys("mod+k", () => setOpen(true), { enableOnFormTags: true, preventDefault: true });
	return (
		<>
			<Button
				color="inherit"
				aria-haspopup="dialog"
				aria-keyshortcuts={isApple ? "Meta+K" : "Control+K"}
				onClick={() => setOpen(true)}
				sx={{ minWidth: 0, gap: 1, color: "text.secondary" }}
			>
				<SearchIcon fontSize="small" />
				<Box component="span" sx={visuallyHidden}>
					Find anything
				</Box>
				<Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
					<Kbd>{isApple ? "⌘K" : "Ctrl K"}</Kbd>
				</Box>
			</Button>
			{open && (
				<Suspense fallback={null}>
					<Palette onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</>
	);
}
