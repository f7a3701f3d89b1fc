import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import type { ComparedLine } from "./run-differences.ts";

interface CompareTableProps {
	label: string;
	lines: ComparedLine[];
	/** The last column: the difference as a figure, or a word where the sides differ. */
	last: "B − A" | "Differs";
}

/** Two runs line by line; what differs is marked by word and weight. */
export function CompareTable({ label, lines, last }: CompareTableProps) {
	return (
		<Box sx={{ overflowX: "auto", mb: 2 }}>
			<Table
				size="small"
				aria-label={label}
				sx={{ tableLayout: "fixed", minWidth: 320, "& th, & td": { px: { xs: 0.75, sm: 2 } } }}
			>
				<TableHead>
					<TableRow>
						{[label, "A", "B", last].map((heading) => (
							<TableCell key={heading} sx={{ color: "text.secondary", fontWeight: 550 }}>
								{heading}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{lines.map(({ label: name, sides, isDifferent, difference }) => (
						<TableRow key={name}>
							<TableCell component="th" scope="row">
								{name}
							</TableCell>
							{sides.map((side, index) => (
								<TableCell
									key={index === 0 ? "a" : "b"}
									sx={{
										fontWeight: isDifferent ? 600 : undefined,
										overflowWrap: "anywhere",
										fontVariantNumeric: "tabular-nums",
									}}
								>
									{side}
								</TableCell>
							))}
							<TableCell
								sx={{
									overflowWrap: "anywhere",
									fontVariantNumeric: "tabular-nums",
									color: isDifferent ? undefined : "text.secondary",
								}}
							>
								{last === "Differs"
									? isDifferent
										? "differs"
										: "the same"
									: (difference ?? (sides.includes("unknown") ? "unknown" : "–"))}
							</TableCell>
						</TableRow>
					))}
				</TableBody>
			</Table>
		</Box>
	);
}
