import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import Typography from "@mui/material/Typography";
import { paths } from "@/lib/paths.ts";

/** The way in that the company runs, above the one that we keep. */
export function SsoButton({ next }: { next: string }) {
	return (
		<>
			<Button href={paths.startSso(next)} variant="contained" size="medium">
				Sign in with single sign-on
			</Button>
			<Divider>
				<Typography variant="caption" color="textSecondary">
					or with a password
				</Typography>
			</Divider>
		</>
	);
}
