import Box from "@mui/material/Box";
import type { ReactNode } from "react";

interface PlainTableProps {
	label: string;
	head: readonly string[];
	/** How many columns from the left hold words; the others hold figures. */
	words?: number;
	rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

const cell = { px: 0, py: 0.5, pr: 2, borderBottom: 1, borderColor: "divider", fontWeight: 400 } as const;

/** Figures as a table that is as small as they are; where it is wider than its place it scrolls. */
export function PlainTable({ label, head, words = 1, rows }: PlainTableProps) {
	const sideOf = (column: number) => ({ textAlign: column < words ? "left" : "right", whiteSpace: "nowrap" }) as const;
	return (
		<Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={label}>
			<Box
				component="table"
				aria-label={label}
				sx={{ width: 1, borderCollapse: "collapse", fontSize: 13, fontVariantNumeric: "tabular-nums" }}
			>
				<thead>
					<tr>
						{head.map((name, column) => (
							<Box
								component="th"
								scope="col"
								key={name}
								sx={{ ...cell, ...sideOf(column), color: "text.secondary", "&:last-child": { pr: 0 } }}
							>
								{name}
							</Box>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map(({ key, cells }) => (
						<tr key={key}>
							{cells.map((content, column) => (
								<Box component="td" key={head[column]} sx={{ ...cell, ...sideOf(column), "&:last-child": { pr: 0 } }}>
									{content}
								</Box>
							))}
						</tr>
					))}
				</tbody>
			</Box>
		</Box>
	);
}
