import { lazy, type ReactNode, Suspense } from "react";

const Popover = lazy(() => import("@mui/material/Popover"));

interface LazyPopoverProps {
	label: string;
	anchor: HTMLElement | null;
	width: number;
	onClose: () => void;
	children: ReactNode;
}

/** What opens under a button to explain it; fetched when it is first opened. */
export function LazyPopover({ label, anchor, width, children, ...rest }: LazyPopoverProps) {
	if (anchor === null) return null;
	return (
		<Suspense fallback={null}>
			<Popover
				open
				anchorEl={anchor}
				anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
				slotProps={{
					paper: { variant: "outlined", "aria-label": label, role: "dialog", sx: { p: 2, maxWidth: width } },
				}}
				{...rest}
			>
				{children}
			</Popover>
		</Suspense>
	);
}
