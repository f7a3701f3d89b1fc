import Button, { type ButtonProps } from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TextInput } from "@/components/text-input.tsx";
import { type EntryFormOptions, useEntryForm } from "./use-entry-form.ts";

interface EntryFormProps<Values> extends EntryFormOptions<Values> {
	submitLabel: string;
	variant?: ButtonProps["variant"];
	/** One may begin to type the address. */
	autoFocus?: boolean;
	/** Somebody signs in, or chooses a password. */
	password: "current-password" | "new-password";
	/** Fields before the address, with the words at each. */
	before?: (errors: Record<string, string>) => ReactNode;
}

/** The form of a page before sign-in: an address, a password, and what else it asks. */
export function EntryForm<Values>(props: EntryFormProps<Values>) {
	const { submitLabel, variant = "contained", autoFocus = false, password, before, ...options } = props;
	const { errors, isSubmitting, onSubmit } = useEntryForm(options);
	const hint = password === "new-password" ? "At least 8 characters. A short sentence is good." : undefined;
	return (
		<Stack component="form" noValidate onSubmit={(event) => void onSubmit(event)} sx={{ gap: 2 }}>
			{before?.(errors)}
			<TextInput
				label="E-mail"
				name="email"
				type="email"
				autoComplete="username"
				autoFocus={autoFocus}
				error={!!errors.email}
				helperText={errors.email}
			/>
			<PasswordField
				label="Password"
				name="password"
				autoComplete={password}
				error={!!errors.password}
				helperText={errors.password ?? hint}
			/>
			<FormAlert message={errors.root} />
			<Button type="submit" variant={variant} size="medium" loading={isSubmitting}>
				{submitLabel}
			</Button>
		</Stack>
	);
}
