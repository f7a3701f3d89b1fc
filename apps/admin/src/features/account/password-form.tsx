import type { ChangePasswordInput } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useForm } from "react-hook-form";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { trpc } from "@/lib/trpc.ts";

const empty: ChangePasswordInput = { currentPassword: "", newPassword: "" };

/** Changes the password; every other session ends with it. */
export function PasswordForm({ email }: { email: string }) {
	const toast = useToast();
	const utils = trpc.useUtils();
	const change = trpc.auth.changePassword.useMutation();
	const { register, handleSubmit, setError, reset, formState } = useForm<ChangePasswordInput>({
		resolver: lazyResolver(async () => (await schemas()).changePasswordInput),
		defaultValues: empty,
	});
	const { errors, isSubmitting } = formState;

	const submit = handleSubmit(async (values) => {
		try {
			await change.mutateAsync(values);
			reset(empty);
			toast({ message: "Password changed. Every other session has ended." });
			await utils.auth.sessions.list.invalidate();
		} catch (error) {
			showProblem(error, setError, ["currentPassword", "newPassword"]);
		}
	});

	return (
		<Stack component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ gap: 2, maxWidth: 400 }}>
			<Typography variant="h2">Password</Typography>
			<input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
			<PasswordField
				label="Current password"
				what="current password"
				autoComplete="current-password"
				error={!!errors.currentPassword}
				helperText={errors.currentPassword?.message}
				{...register("currentPassword")}
			/>
			<PasswordField
				label="New password"
				what="new password"
				autoComplete="new-password"
				error={!!errors.newPassword}
				helperText={errors.newPassword?.message ?? "At least 8 characters. Signs you out everywhere else."}
				{...register("newPassword")}
			/>
			<FormAlert message={errors.root?.message} />
			<Box>
				<Button type="submit" variant="contained" loading={isSubmitting}>
					Change password
				</Button>
			</Box>
		</Stack>
	);
}
