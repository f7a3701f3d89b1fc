import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import { WhyNot } from "@/components/why-not.tsx";
import { useSession } from "@/lib/session.ts";
import type { ModelDetail } from "../model-facts.tsx";
import { AccessFacts } from "./access-facts.tsx";
import { SignInTo } from "./sign-in-to.tsx";

/** Me first: why I may or may not, and what would change it. Then everybody, for admins. */
export function ModelAccess({ model }: { model: ModelDetail }) {
	const { user, isAdmin } = useSession();
	if (!user) return <SignInTo>see what your tier allows</SignInTo>;
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
