import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import { Navigate, Link as RouterLink, useNavigate, useSearchParams } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TextInput } from "@/components/text-input.tsx";
import { paths, safeNext } from "@/lib/paths.ts";
import { schemas } from "@/lib/schemas.ts";
import { useSession, useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryCard } from "./entry-card.tsx";
import { useEntryForm } from "./use-entry-form.ts";

export default function SignInPage() {
	const { user, needsSetup } = useSession();
	const [search] = useSearchParams();
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const next = safeNext(search.get("next"));
	const login = trpc.auth.login.useMutation();
	const { errors, isSubmitting, onSubmit } = useEntryForm({
		schema: async () => (await schemas()).loginInput,
		submit: async (values) => {
			await login.mutateAsync(values);
			await sessionChanged();
			await navigate(next, { replace: true });
		},
	});
	if (user && !isSubmitting) return <Navigate to={next} replace />;

	return (
		<EntryCard title="Sign in" lead="Provider keys, models, prices and tests of your company.">
			{needsSetup && (
				<Alert severity="info" variant="outlined">
					Nobody has an account yet. Open the set-up link that the server printed when it started; it creates the first
					admin.
				</Alert>
			)}
			<Stack component="form" noValidate onSubmit={(event) => void onSubmit(event)} sx={{ gap: 2 }}>
				<TextInput
					label="E-mail"
					name="email"
					type="email"
					autoComplete="username"
					autoFocus
					error={!!errors.email}
					helperText={errors.email}
				/>
				<PasswordField
					label="Password"
					name="password"
					autoComplete="current-password"
					error={!!errors.password}
					helperText={errors.password}
				/>
				<FormAlert message={errors.root} />
				<Button type="submit" variant="contained" size="medium" loading={isSubmitting}>
					Sign in
				</Button>
			</Stack>
			<Link component={RouterLink} to={paths.catalog} variant="body2">
				Look at the model catalog without signing in
			</Link>
		</EntryCard>
	);
}
