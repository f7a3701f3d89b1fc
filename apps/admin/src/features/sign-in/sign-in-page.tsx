import type { LoginInput } from "@llm-hub/api/schemas";
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useForm } from "react-hook-form";
import { Navigate, Link as RouterLink, useNavigate, useSearchParams } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver, schemas } from "@/lib/lazy-resolver.ts";
import { paths, safeNext } from "@/lib/paths.ts";
import { useSession, useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryCard } from "./entry-card.tsx";

export default function SignInPage() {
	const { user, needsSetup } = useSession();
	const [search] = useSearchParams();
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const next = safeNext(search.get("next"));
	const login = trpc.auth.login.useMutation();
	const { register, handleSubmit, setError, formState } = useForm<LoginInput>({
		resolver: lazyResolver(async () => (await schemas()).loginInput),
		defaultValues: { email: "", password: "" },
	});
	const { errors, isSubmitting } = formState;
	if (user && !isSubmitting) return <Navigate to={next} replace />;

	const submit = handleSubmit(async (values) => {
		try {
			await login.mutateAsync(values);
			await sessionChanged();
			await navigate(next, { replace: true });
		} catch (error) {
			showProblem(error, setError, ["email", "password"]);
		}
	});

	return (
		<EntryCard title="Sign in" lead="Provider keys, models, prices and tests of your company.">
			{needsSetup && (
				<Alert severity="info" variant="outlined">
					Nobody has an account yet. Open the set-up link that the server printed when it started; it creates the first
					admin.
				</Alert>
			)}
			<Stack component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ gap: 2 }}>
				<TextField
					label="E-mail"
					type="email"
					autoComplete="username"
					autoFocus
					error={!!errors.email}
					helperText={errors.email?.message}
					{...register("email")}
				/>
				<PasswordField
					label="Password"
					autoComplete="current-password"
					error={!!errors.password}
					helperText={errors.password?.message}
					{...register("password")}
				/>
				<FormAlert message={errors.root?.message} />
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
