import ExpandMoreIcon from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { TierName } from "@/components/tier-name.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { mayOpen } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";
import { forgetDrafts, useSession, useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { useSignInPath } from "@/lib/use-sign-in-path.ts";
import { features } from "../features.ts";
import { LazyMenu } from "./lazy-menu.tsx";

/** Who is here, and the way out; for a visitor, the way in. */
export function AccountMenu() {
	const { user, isAdmin, error } = useSession();
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const onError = useProblemToast();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const logout = trpc.auth.logout.useMutation({
		onError,
		onSuccess: async ({ continueAt }) => {
			forgetDrafts();
			// Single sign-on: the provider ends its session, and leads back.
			if (continueAt) return window.location.assign(continueAt);
			await navigate(paths.signIn);
			await sessionChanged();
		},
	});
	const toItem = ({ label, path }: { label: string; path: string }) => ({ label, onPick: () => void navigate(path) });
	if (user === undefined) return error ? null : <Skeleton width={72} height={28} />;
	if (user === null) return <SignInButton />;
	return (
		<>
			<Button
				color="inherit"
				endIcon={<ExpandMoreIcon />}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ maxWidth: 160 }}
			>
				<Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
					{user.name}
				</Box>
			</Button>
			<LazyMenu
				anchor={anchor}
				onClose={() => setAnchor(null)}
				head={
					<Box sx={{ px: 2, py: 1 }} role="presentation">
						<Typography variant="body2">{user.email}</Typography>
						<Typography variant="caption" color="textSecondary">
							{user.role.replace("_", " ")} · tier <TierName code={user.tierCode} />
						</Typography>
					</Box>
				}
				items={[
					...features.flatMap((feature) => (feature.menu && mayOpen(feature, isAdmin) ? [toItem(feature.menu)] : [])),
					{ label: "Sign out", onPick: () => logout.mutate({}) },
				]}
			/>
		</>
	);
}

function SignInButton() {
	return (
		<Button component={Link} to={useSignInPath()} variant="contained">
			Sign in
		</Button>
	);
}
