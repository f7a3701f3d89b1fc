import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import type { Theme } from "@mui/material/styles";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { ReactNode } from "react";

export interface Column<Row> {
	label: string;
	numeric?: boolean;
	/** Says nothing worth a heading, such as a row's actions. */
	unlabelled?: boolean;
	width?: number | string;
	cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
	label: string;
	columns: readonly Column<Row>[];
	/** Undefined while they are on the way. */
	rows: readonly Row[] | undefined;
	keyOf: (row: Row) => string;
	/** A row on a phone: two lines. */
	narrow: (row: Row) => ReactNode;
	/** The rows are of the view before. */
	isStale?: boolean;
	/** What stands there instead of no rows. */
	empty: ReactNode;
	skeletonRows?: number;
	/** Cells of many lines: they begin at one height. */
	isTall?: boolean;
}

/** A dense table of up to a few hundred rows; on a phone a list of two-line rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
	const { label, columns, rows, keyOf, narrow, isStale, empty, skeletonRows = 6, isTall } = props;
	const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	if (rows?.length === 0) return <Paper variant="outlined">{empty}</Paper>;
	const shapes = Array.from({ length: skeletonRows }, (_, index) => index);
	if (isNarrow) {
		return (
			<Paper variant="outlined" component="ul" aria-label={label} aria-busy={!rows} sx={{ m: 0, p: 0 }}>
				{rows?.map((row) => <NarrowRow key={keyOf(row)}>{narrow(row)}</NarrowRow>) ??
					shapes.map((shape) => <NarrowRow key={shape}>{<Skeleton height={40} />}</NarrowRow>)}
			</Paper>
		);
	}
	return (
		<TableContainer component={Paper} variant="outlined" sx={{ position: "relative", opacity: isStale ? 0.6 : 1 }}>
			<Table size="small" aria-label={label} aria-busy={!rows}>
				<TableHead>
					<TableRow>
						{columns.map(({ label: heading, numeric, unlabelled, width }) => (
							<TableCell
								key={heading}
								align={numeric ? "right" : "left"}
								sx={{ width, color: "text.secondary", fontWeight: 550, whiteSpace: "nowrap" }}
							>
								<Box component="span" sx={unlabelled ? hidden : undefined}>
									{heading}
								</Box>
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{rows?.map((row) => (
						<TableRow key={keyOf(row)} hover sx={{ position: "relative" }}>
							{columns.map(({ label: heading, numeric, width, cell }) => (
								<TableCell
									key={heading}
									align={numeric ? "right" : "left"}
									sx={{
										height: 44,
										// One long address must not push what stands beside it out of sight.
										maxWidth: width ?? 320,
										overflowWrap: "break-word",
										fontVariantNumeric: "tabular-nums",
										verticalAlign: isTall ? "top" : undefined,
									}}
								>
									{cell(row)}
								</TableCell>
							))}
						</TableRow>
					)) ??
						shapes.map((shape) => (
							<TableRow key={shape}>
								{columns.map(({ label: heading }) => (
									<TableCell key={heading} sx={{ height: 44 }}>
										<Skeleton width="70%" />
									</TableCell>
								))}
							</TableRow>
						))}
				</TableBody>
			</Table>
		</TableContainer>
	);
}

const NarrowRow = ({ children }: { children: ReactNode }) => (
	<Box
		component="li"
		sx={{
			listStyle: "none",
			position: "relative",
			px: 2,
			py: 1,
			borderBottom: 1,
			borderColor: "divider",
			"&:last-of-type": { borderBottom: 0 },
		}}
	>
		{children}
	</Box>
);

/** Read out and not shown. */
const hidden = {
	position: "absolute",
	width: "1px",
	height: "1px",
	overflow: "hidden",
	clipPath: "inset(50%)",
} as const;
