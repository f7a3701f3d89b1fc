import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useForm } from "react-hook-form";
import { FormAlert } from "@/components/form-alert.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { trpc } from "@/lib/trpc.ts";
import type { User } from "./user-columns.tsx";
import { type RightsFields, UserFields } from "./user-fields.tsx";

/** A person's role, tier and budget; they count from the person's next call. */
export function RightsForm({ user }: { user: User }) {
	const toast = useToast();
	const utils = trpc.useUtils();
	const update = trpc.access.users.update.useMutation();
	const { role, tierCode, budgetUsd } = user;
	const { register, handleSubmit, setError, watch, formState } = useForm<RightsFields, unknown, RightsFields>({
		resolver: lazyResolver(async () =>
			(await schemas()).updateUserInput.pick({ role: true, tierCode: true, budgetUsd: true }),
		),
		values: { role, tierCode, budgetUsd },
	});
	const { errors, isSubmitting, isDirty } = formState;
	const submit = handleSubmit(async (fields) => {
		try {
			await update.mutateAsync({ ...fields, userId: user.id });
			toast({ message: "Saved. It counts from the next call." });
			await utils.access.users.invalidate();
		} catch (error) {
			showProblem(error, setError, ["role", "tierCode", "budgetUsd"]);
		}
	});
	return (
		<Stack component="form" noValidate aria-label="Rights" onSubmit={(event) => void submit(event)} sx={{ gap: 2 }}>
			<UserFields register={register} errors={errors} role={watch("role")} tierCode={watch("tierCode")} />
			<FormAlert message={errors.root?.message} />
			<Box>
				<Button type="submit" variant="contained" loading={isSubmitting} disabled={!isDirty}>
					Save
				</Button>
			</Box>
		</Stack>
	);
}
