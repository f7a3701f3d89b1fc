import Box from "@mui/material/Box";
import type { Theme } from "@mui/material/styles";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { ReactNode } from "react";
import { NamedFigures } from "../named-figures.tsx";

interface FigureTableProps {
	label: string;
	head: string[];
	rows: { key: string; cells: ReactNode[] }[];
}

const figures = { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" } as const;

/** Figures by model; the first column names the row. On a phone each row is a few lines. */
export function FigureTable({ label, head, rows }: FigureTableProps) {
	const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"), { noSsr: true });
	if (isNarrow) {
		return (
			<Box component="ul" aria-label={label} sx={{ listStyle: "none", m: 0, mb: 3, p: 0 }}>
				{rows.map(({ key, cells: [name, ...cells] }) => (
					<Box component="li" key={key} sx={{ py: 1, borderBottom: 1, borderColor: "divider" }}>
						<Box sx={{ mb: 0.5, fontSize: 14, fontWeight: 600, overflowWrap: "anywhere" }}>{name}</Box>
						<NamedFigures figures={cells.map((cell, column) => [head[column + 1] ?? "", cell])} />
					</Box>
				))}
			</Box>
		);
	}
	return (
		<TableContainer tabIndex={0} role="group" aria-label={label} sx={{ mb: 3 }}>
			<Table size="small" aria-label={label} sx={{ "& th, & td": { px: 1 }, "& th": { lineHeight: 1.4 } }}>
				<TableHead>
					<TableRow sx={{ verticalAlign: "bottom" }}>
						{head.map((name, column) => (
							<TableCell key={name} align={column === 0 ? "left" : "right"}>
								{name}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{rows.map(({ key, cells: [name, ...cells] }) => (
						<TableRow key={key} sx={{ verticalAlign: "top" }}>
							<TableCell component="th" scope="row" sx={{ overflowWrap: "anywhere", minWidth: 140 }}>
								{name}
							</TableCell>
							{cells.map((cell, column) => (
								<TableCell key={head[column + 1]} align="right" sx={figures}>
									{cell}
								</TableCell>
							))}
						</TableRow>
					))}
				</TableBody>
			</Table>
		</TableContainer>
	);
}

/** A figure, and below it what it stands on. */
export const FigureCell = ({ words, basis }: { words: string; basis: string }) => (
	<>
		{words}{" "}
		<Box component="span" sx={{ display: { sm: "block" }, fontSize: 12, color: "text.secondary" }}>
			{basis}
		</Box>
	</>
);
