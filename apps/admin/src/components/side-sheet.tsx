import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";

interface SideSheetProps {
	/** What it is called by those who do not see it. */
	label: string;
	/** px, where there is so much room. */
	width: number;
	open?: boolean;
	/** What stands beside the button that closes it; without, that floats over the corner. */
	head?: ReactNode;
	onClose: () => void;
	children: ReactNode;
}

/** A dialog at the right of the page, which stays in sight. */
export function SideSheet({ label, width, open = true, head, onClose, children }: SideSheetProps) {
	const close = (
		<IconButton aria-label="Close" onClick={onClose}>
			<CloseIcon fontSize="small" />
		</IconButton>
	);
	return (
		<Drawer
			anchor="right"
			open={open}
			onClose={onClose}
			slotProps={{
				backdrop: { invisible: true },
				paper: { role: "dialog", "aria-label": label, sx: { width, maxWidth: "100vw" } },
			}}
		>
			{head ? (
				<Stack direction="row" sx={{ alignItems: "center", gap: 1, px: 2, minHeight: 56, flexShrink: 0 }}>
					{head}
					{close}
				</Stack>
			) : (
				<Box sx={{ position: "absolute", top: 12, right: 12, zIndex: 2 }}>{close}</Box>
			)}
			{children}
		</Drawer>
	);
}
