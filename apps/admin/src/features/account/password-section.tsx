import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";
import { PasswordForm } from "./password-form.tsx";

/** The password, for who has one. */
export function PasswordSection({ email }: { email: string }) {
	const methods = trpc.auth.methods.useQuery();
	if (methods.error) return <ErrorState error={methods.error} onRetry={() => void methods.refetch()} />;
	if (!methods.data) return <Skeleton variant="rounded" height={216} sx={{ maxWidth: 400 }} />;
	if (methods.data.password) return <PasswordForm email={email} />;
	return (
		<>
			<Typography variant="h2">Password</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
				{methods.data.sso
					? "You come in by single sign-on, so there is none here: change it at your sign-in provider."
					: "You have none. An admin can set one for you."}
			</Typography>
		</>
	);
}
