import Box from "@mui/material/Box";
import type { ReactNode } from "react";

/** Figures with their names, a line each: a row of a table where there is no room for one. */
export const NamedFigures = ({ figures }: { figures: readonly [name: string, words: ReactNode][] }) => (
	<Box
		component="dl"
		sx={{
			display: "grid",
			gridTemplateColumns: "auto 1fr",
			columnGap: 2,
			m: 0,
			fontSize: 14,
			fontVariantNumeric: "tabular-nums",
		}}
	>
		{figures.map(([name, words]) => (
			<Box key={name} sx={{ display: "contents" }}>
				<Box component="dt" sx={{ color: "text.secondary" }}>
					{name}
				</Box>
				<Box component="dd" sx={{ m: 0 }}>
					{words}
				</Box>
			</Box>
		))}
	</Box>
);
