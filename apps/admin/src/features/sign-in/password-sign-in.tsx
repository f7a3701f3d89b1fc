import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TextInput } from "@/components/text-input.tsx";
import { schemas } from "@/lib/schemas.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { useEntryForm } from "./use-entry-form.ts";

/** Signs in; the page goes on by itself then. `isFirst`: there is no other way in, so that one may begin to type. */
export function PasswordSignIn({ isFirst }: { isFirst: boolean }) {
	const sessionChanged = useSessionChanged();
	const login = trpc.auth.login.useMutation({ onSuccess: sessionChanged });
	const { errors, isSubmitting, onSubmit } = useEntryForm({
		schema: async () => (await schemas()).loginInput,
		submit: async (values) => {
			await login.mutateAsync(values);
		},
	});
	return (
		<Stack component="form" noValidate onSubmit={(event) => void onSubmit(event)} sx={{ gap: 2 }}>
			<TextInput
				label="E-mail"
				name="email"
				type="email"
				autoComplete="username"
				autoFocus={isFirst}
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
			<Button type="submit" variant={isFirst ? "contained" : "outlined"} size="medium" loading={isSubmitting}>
				Sign in
			</Button>
		</Stack>
	);
}
