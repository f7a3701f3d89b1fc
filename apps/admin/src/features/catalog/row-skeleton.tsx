import Skeleton from "@mui/material/Skeleton";
import { Cell } from "./table-parts.tsx";

const narrowCells = ["select", "mark", "name", "price"];

interface RowSkeletonProps {
	narrow: boolean;
	columns: readonly { key: string }[];
}

/** The shape of a row that is on its way. */
export function RowSkeleton({ narrow, columns }: RowSkeletonProps) {
	const keys = narrow ? narrowCells : ["select", ...columns.map(({ key }) => key)];
	return keys.map((key) => (
		<Cell key={key}>
			<Skeleton
				height={20}
				width={key === "select" ? 16 : narrow && key !== "name" ? 40 : "70%"}
				sx={{ minWidth: 16 }}
			/>
		</Cell>
	));
}
