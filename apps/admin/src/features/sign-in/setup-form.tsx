import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useNavigate } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TextInput } from "@/components/text-input.tsx";
import { paths } from "@/lib/paths.ts";
import { schemas } from "@/lib/schemas.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { useEntryForm } from "./use-entry-form.ts";

export function SetupForm({ token }: { token: string }) {
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const setup = trpc.auth.setup.useMutation();
	const { errors, isSubmitting, onSubmit } = useEntryForm({
		schema: async () => (await schemas()).setupInput,
		fixed: { token },
		submit: async (values) => {
			await setup.mutateAsync(values);
			await sessionChanged();
			await navigate(paths.catalog, { replace: true });
		},
	});

	return (
		<Stack component="form" noValidate onSubmit={(event) => void onSubmit(event)} sx={{ gap: 2 }}>
			<TextInput
				label="Name"
				name="name"
				autoComplete="name"
				autoFocus
				error={!!errors.name}
				helperText={errors.name}
			/>
			<TextInput
				label="E-mail"
				name="email"
				type="email"
				autoComplete="username"
				error={!!errors.email}
				helperText={errors.email}
			/>
			<PasswordField
				label="Password"
				name="password"
				autoComplete="new-password"
				error={!!errors.password}
				helperText={errors.password ?? "At least 8 characters. A short sentence is good."}
			/>
			<FormAlert message={errors.root} />
			<Button type="submit" variant="contained" size="medium" loading={isSubmitting}>
				Create admin and start
			</Button>
		</Stack>
	);
}
