import Alert from "@mui/material/Alert";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { useIsMutating } from "@tanstack/react-query";
import { getMutationKey } from "@trpc/react-query";
import { Navigate, Link as RouterLink, useSearchParams } from "react-router";
import { paths, safeNext } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryCard } from "./entry-card.tsx";
import { PasswordSignIn } from "./password-sign-in.tsx";
import { SsoButton } from "./sso-button.tsx";
import { SsoProblemAlert } from "./sso-problem.tsx";

export default function SignInPage() {
	const { user, needsSetup, offersSso, error } = useSession();
	const [search] = useSearchParams();
	const next = safeNext(search.get("next"));
	const problem = search.get("problem");
	// Which ways in there are is known with who is here; when that cannot be asked, a password may still be typed.
	const isKnown = user !== undefined || error !== null;
	// The sign-in is over when what the last visitor saw is forgotten as well.
	const isEntering = useIsMutating({ mutationKey: getMutationKey(trpc.auth.login) }) > 0;
	if (user && !isEntering) return <Navigate to={next} replace />;
	return (
		<EntryCard title="Sign in" lead="Provider keys, models, prices and tests of your company.">
			{problem && <SsoProblemAlert problem={problem} requestId={search.get("request")} />}
			{needsSetup && (
				<Alert severity="info" variant="outlined">
					Nobody has an account yet. Open the set-up link that the server printed when it started; it creates the first
					admin.
				</Alert>
			)}
			{isKnown ? (
				<>
					{offersSso && <SsoButton next={next} />}
					<PasswordSignIn isFirst={!offersSso} />
				</>
			) : (
				<Skeleton variant="rounded" height={152} />
			)}
			<Link component={RouterLink} to={paths.catalog} variant="body2">
				Look at the model catalog without signing in
			</Link>
		</EntryCard>
	);
}
