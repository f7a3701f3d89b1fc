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
	const [{ isOpen, times }, setState] = useState({ isOpen: false, times: 0 });
	const open = () => setState((state) => (state.isOpen ? state : { isOpen: true, times: state.times + 1 }));
	const close = () => setState((state) => ({ ...state, isOpen: false }));
	useHotkeys("mod+k", open, { enableOnFormTags: true, preventDefault: true });
	return (
		<>
			<Button
				color="inherit"
				aria-haspopup="dialog"
				aria-keyshortcuts={isApple ? "Meta+K" : "Control+K"}
				onClick={open}
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
			{isOpen && (
				<Suspense fallback={null}>
					{/* One that is opened in the moment in which it closes is a new one. */}
					<Palette key={times} onClose={close} />
				</Suspense>
			)}
		</>
	);
}
