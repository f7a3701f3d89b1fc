import type { CreateUserInput, createUserInput } from "@llm-hub/api/schemas";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import type { Theme } from "@mui/material/styles";
import TextField from "@mui/material/TextField";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId } from "react";
import { type UseFormRegister, useForm } from "react-hook-form";
import type { z } from "zod";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { trpc } from "@/lib/trpc.ts";
import { type RightsFields, UserFields } from "./user-fields.tsx";

type Fields = z.input<typeof createUserInput>;
const emptyIsAbsent = { setValueAs: (value: string | undefined) => value || undefined };

/** A person who may sign in from now on. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
	const create = trpc.access.users.create.useMutation();
	const { register, handleSubmit, setError, watch, formState } = useForm<Fields, unknown, CreateUserInput>({
		resolver: lazyResolver(async () => (await schemas()).createUserInput),
		defaultValues: { email: "", role: "user", tierCode: "trial", budgetUsd: null },
	});
	const { errors, isSubmitting } = formState;
	const submit = handleSubmit(async (input) => {
		try {
			const { email } = await create.mutateAsync(input);
			void utils.access.users.invalidate();
			toast({ message: `${email} may sign in now.` });
			onClose();
		} catch (error) {
			showProblem(error, setError, ["email", "name", "password", "role", "tierCode", "budgetUsd"]);
		}
	});
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth fullScreen={narrow}>
			<DialogTitle id={titleId}>Add a user</DialogTitle>
			<DialogForm
				label="User"
				problem={errors.root?.message}
				submitLabel="Add user"
				pending={isSubmitting}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				<TextField
					label="E-mail"
					type="email"
					autoFocus
					autoComplete="off"
					error={!!errors.email}
					helperText={errors.email?.message}
					{...register("email")}
				/>
				<TextField
					label="Name"
					autoComplete="off"
					error={!!errors.name}
					helperText={errors.name?.message ?? "Optional; else the part before the @."}
					{...register("name", emptyIsAbsent)}
				/>
				<TextField
					label="First password"
					autoComplete="off"
					error={!!errors.password}
					helperText={errors.password?.message ?? "Tell it to the person. Leave empty for single sign-on alone."}
					{...register("password", emptyIsAbsent)}
				/>
				<UserFields
					register={register as unknown as UseFormRegister<RightsFields>}
					errors={errors}
					role={watch("role")}
					tierCode={watch("tierCode")}
				/>
			</DialogForm>
		</Dialog>
	);
}
