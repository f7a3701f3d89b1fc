import type { SetupInput } from "@llm-hub/api/schemas";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver, schemas } from "@/lib/lazy-resolver.ts";
import { paths } from "@/lib/paths.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";

export function SetupForm({ token }: { token: string }) {
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const setup = trpc.auth.setup.useMutation();
	const { register, handleSubmit, setError, formState } = useForm<SetupInput>({
		resolver: lazyResolver(async () => (await schemas()).setupInput),
		defaultValues: { token, name: "", email: "", password: "" },
	});
	const { errors, isSubmitting } = formState;

	const submit = handleSubmit(async (values) => {
		try {
			await setup.mutateAsync(values);
			await sessionChanged();
			await navigate(paths.catalog, { replace: true });
		} catch (error) {
			showProblem(error, setError, ["name", "email", "password"]);
		}
	});

	return (
		<Stack component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ gap: 2 }}>
			<TextField
				label="Name"
				autoComplete="name"
				autoFocus
				error={!!errors.name}
				helperText={errors.name?.message}
				{...register("name")}
			/>
			<TextField
				label="E-mail"
				type="email"
				autoComplete="username"
				error={!!errors.email}
				helperText={errors.email?.message}
				{...register("email")}
			/>
			<PasswordField
				label="Password"
				autoComplete="new-password"
				error={!!errors.password}
				helperText={errors.password?.message ?? "At least 8 characters. A short sentence is good."}
				{...register("password")}
			/>
			<FormAlert message={errors.root?.message} />
			<Button type="submit" variant="contained" size="medium" loading={isSubmitting}>
				Create admin and start
			</Button>
		</Stack>
	);
}
