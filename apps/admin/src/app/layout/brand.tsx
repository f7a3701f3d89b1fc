import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { paths } from "@/lib/paths.ts";

export function Brand() {
	return (
		<Link
			component={RouterLink}
			to={paths.catalog}
			underline="none"
			sx={{
				display: "inline-flex",
				alignItems: "center",
				gap: 1,
				color: "text.primary",
				fontWeight: 650,
				fontSize: 15,
				whiteSpace: "nowrap",
			}}
		>
			<Box component="img" src="/favicon.svg" alt="" sx={{ width: 22, height: 22 }} />
			LLM Hub
		</Link>
	);
}
