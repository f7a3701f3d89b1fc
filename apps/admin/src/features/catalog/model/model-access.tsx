import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { WhyNot } from "@/components/why-not.tsx";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import type { ModelDetail } from "../model-facts.tsx";
import { AccessFacts } from "./access-facts.tsx";

/** Me first: why I may or may not, and what would change it. Then everybody, for admins. */
export function ModelAccess({ model }: { model: ModelDetail }) {
	const { user, isAdmin } = useSession();
	if (!user) {
		return (
			<Typography variant="body2" color="textSecondary">
				<Link component={RouterLink} underline="always" to={paths.signIn}>
					Sign in
				</Link>{" "}
				to see what your tier allows.
			</Typography>
		);
	}
	return (
		<Stack sx={{ gap: 2 }}>
			{(!isAdmin || model.usability?.usable === false) && (
				<Paper variant="outlined" sx={{ p: 2 }}>
					<WhyNot modelId={model.id} />
				</Paper>
			)}
			{isAdmin && <AccessFacts modelId={model.id} />}
		</Stack>
	);
}
