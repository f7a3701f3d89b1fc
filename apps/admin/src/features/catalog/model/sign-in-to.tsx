import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { Link as RouterLink, useLocation } from "react-router";
import { paths } from "@/lib/paths.ts";

/** What a visitor would be told here, and the way to it and back: `Sign in to see what your tier allows.` */
export function SignInTo({ children }: { children: string }) {
	const { pathname, search } = useLocation();
	return (
		<Typography variant="body2" color="textSecondary">
			<Link
				component={RouterLink}
				underline="always"
				to={`${paths.signIn}?next=${encodeURIComponent(pathname + search)}`}
			>
				Sign in
			</Link>{" "}
			to {children}.
		</Typography>
	);
}
