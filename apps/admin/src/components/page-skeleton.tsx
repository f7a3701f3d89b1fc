import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";

/** The shape of any page while its code or its visitor is still on the way. */
export function PageSkeleton() {
	return (
		<Box sx={{ px: { xs: 2, md: 3 }, pt: 2, maxWidth: 1600, mx: "auto", width: "100%" }} aria-busy="true">
			<Skeleton width={180} height={32} />
			<Skeleton width={320} height={20} sx={{ maxWidth: "100%" }} />
			<Stack sx={{ gap: 1, mt: 3 }}>
				{["a", "b", "c", "d", "e", "f"].map((row) => (
					<Skeleton key={row} variant="rounded" height={44} />
				))}
			</Stack>
		</Box>
	);
}
