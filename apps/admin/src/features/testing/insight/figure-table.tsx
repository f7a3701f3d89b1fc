import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import type { ReactNode } from "react";

interface FigureTableProps {
	label: string;
	head: string[];
	rows: { key: string; cells: ReactNode[] }[];
}

const figures = { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" } as const;

/** Figures by model; the first column names the row. */
export function FigureTable({ label, head, rows }: FigureTableProps) {
	return (
		<TableContainer tabIndex={0} role="group" aria-label={label} sx={{ mb: 3 }}>
			<Table size="small" aria-label={label} sx={{ "& th, & td": { px: 1 } }}>
				<TableHead>
					<TableRow>
						{head.map((name, column) => (
							<TableCell key={name} align={column === 0 ? "left" : "right"}>
								{name}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{rows.map(({ key, cells: [name, ...cells] }) => (
						<TableRow key={key}>
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
