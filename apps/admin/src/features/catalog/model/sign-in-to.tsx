import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { useSignInPath } from "@/lib/use-sign-in-path.ts";

/** What a visitor would be told here, and the way to it and back: `Sign in to see what your tier allows.` */
export function SignInTo({ children }: { children: string }) {
	const path = useSignInPath();
	return (
		<Typography variant="body2" color="textSecondary">
			<Link component={RouterLink} underline="always" to={path}>
				Sign in
			</Link>{" "}
			to {children}.
		</Typography>
	);
}
