import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryCard } from "./entry-card.tsx";
import { SetupForm } from "./setup-form.tsx";

/** Where the one-time link of the first start leads: creates the first admin. */
export default function SetupPage() {
	const { hash, search } = useLocation();
	// In the fragment, which no proxy sees; links of before have it in the query.
	const token = new URLSearchParams(hash.slice(1)).get("token") ?? new URLSearchParams(search).get("token") ?? "";
	const { client } = trpc.useUtils();
	// A mutation on the wire, so that the token stands in no URL that a server logs; here it is only asked.
	const status = useQuery({
		queryKey: ["setup-status"],
		queryFn: () => client.auth.setupStatus.mutate({ token }),
		enabled: token !== "",
	});
	if (token === "" || status.data?.valid === false) {
		return (
			<EntryCard title="This link no longer works">
				<Typography variant="body2">
					A set-up link creates the first admin, once. If that was you, sign in. If nobody has an account yet, start the
					server again: it prints a new link.
				</Typography>
				<Button component={Link} to={paths.signIn} variant="contained" size="medium">
					Sign in
				</Button>
			</EntryCard>
		);
	}
	return (
		<EntryCard
			title="Welcome to LLM Hub"
			lead="Create the first admin. It takes this one form, then you can run a test."
		>
			{status.isError && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
			{status.isPending && <Skeleton variant="rounded" height={232} />}
			{status.data?.valid && <SetupForm token={token} />}
		</EntryCard>
	);
}
