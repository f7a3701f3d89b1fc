import Box from "@mui/material/Box";

/** Whose keyboard has ⌘ where others have Ctrl. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** For hints at keys, which a phone does not have. */
export const onlyWithKeys = { "@media (hover: none)": { display: "none" } } as const;

/** A key's name, as a hint beside what it does. */
export const Kbd = ({ children }: { children: string }) => (
	<Box
		component="kbd"
		aria-hidden
		sx={{
			px: 0.75,
			border: 1,
			borderColor: "divider",
			borderRadius: 0.75,
			font: "inherit",
			fontSize: 12,
			color: "text.secondary",
			...onlyWithKeys,
		}}
	>
		{children}
	</Box>
);
