import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { columns } from "./model-columns.ts";

const narrowColumns = [{ label: "mark" }, { label: "name" }, { label: "price" }];

/** The shape of a row that is on its way. */
export function RowSkeleton({ narrow }: { narrow: boolean }) {
	return (narrow ? narrowColumns : columns).map(({ label }, index) => (
		<Box key={label} role="cell">
			<Skeleton height={20} width={narrow && index !== 1 ? 40 : "70%"} sx={{ minWidth: 16 }} />
		</Box>
	));
}
