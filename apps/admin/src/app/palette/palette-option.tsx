import Box from "@mui/material/Box";
import type { ComponentProps } from "react";
import type { PaletteEntry } from "./use-palette-entries.ts";

interface PaletteOptionProps {
	entry: PaletteEntry;
	startsGroup: boolean;
	props: ComponentProps<"li">;
}

/** A line of what was found, under the name of its kind where one begins. */
export function PaletteOption({ entry: { group, label, detail }, startsGroup, props }: PaletteOptionProps) {
	return (
		<>
			{startsGroup && (
				<Box component="li" role="presentation" sx={{ px: 1.5, pt: 1, pb: 0.5, fontSize: 12, color: "text.secondary" }}>
					{group}
				</Box>
			)}
			<Box
				component="li"
				{...props}
				sx={{
					display: "flex",
					alignItems: "baseline",
					gap: 1.5,
					px: 1.5,
					py: 0.75,
					fontSize: 14,
					borderRadius: 1,
					cursor: "pointer",
					"&.Mui-focused": { bgcolor: "action.selected", "& *": { color: "text.primary" } },
				}}
			>
				<Box component="span" sx={{ fontWeight: 550, whiteSpace: "nowrap" }}>
					{label}
				</Box>
				{detail && (
					<Box
						component="span"
						sx={{ color: "text.secondary", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
					>
						{detail}
					</Box>
				)}
			</Box>
		</>
	);
}
