import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useToast } from "@/components/toast.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import type { Tier } from "./tiers-tab.tsx";

interface TierDialogProps {
	/** Null for a new one. */
	tier: Tier | null;
	all: RouterOutputs["access"]["tiers"]["list"];
	onClose: () => void;
}
type Fields = Pick<Tier, "code" | "name" | "testsPerMonth" | "budgetUsd">;
const fieldNames = ["code", "name", "testsPerMonth", "budgetUsd"] as const;

/** A tier's name, runs and budget. */
export function TierDialog({ tier, all, onClose }: TierDialogProps) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const save = trpc.access.tiers.save.useMutation();
	const { register, handleSubmit, setError, formState } = useForm<Fields>({
		defaultValues: tier ?? { code: "", name: "", testsPerMonth: null, budgetUsd: null },
	});
	const { errors, isSubmitting } = formState;
	const store = async (tiers: Fields[], message: string) => {
		try {
			await save.mutateAsync({
				version: all.version,
				tiers: tiers.map(({ code, name, testsPerMonth, budgetUsd }) => ({ code, name, testsPerMonth, budgetUsd })),
			});
			void utils.access.invalidate();
			toast({ message });
			onClose();
		} catch (error) {
			const { issues, message: said } = describeProblem(error);
			for (const issue of issues) {
				const field = fieldNames.find((name) => issue.path.endsWith(`.${name}`));
				if (field) setError(field, { message: issue.message });
			}
			setError("root", { message: issues.length > 0 ? "Something here is not right." : said });
		}
	};
	const submit = handleSubmit((fields) => {
		const known = { ...fields, code: tier?.code ?? fields.code };
		const tiers = tier ? all.tiers.map((each) => (each.code === tier.code ? known : each)) : [...all.tiers, known];
		return store(tiers, `${fields.name} is saved.`);
	});
	const remove = () =>
		tier &&
		store(
			all.tiers.filter(({ code }) => code !== tier.code),
			`${tier.name} and its rules are removed.`,
		);
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{tier ? `Edit ${tier.name}` : "Add a tier"}</DialogTitle>
			<DialogForm
				problem={errors.root?.message}
				submitLabel="Save"
				pending={isSubmitting}
				aside={
					tier && (
						<Button
							color="error"
							sx={{ mr: "auto" }}
							disabled={tier.users > 0}
							title={tier.users > 0 ? "People still have it" : undefined}
							onClick={() => void remove()}
						>
							Remove
						</Button>
					)
				}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				{!tier && (
					<TextField
						label="Code"
						autoFocus
						error={!!errors.code}
						helperText={errors.code?.message ?? "Lower case, such as research. It cannot be changed later."}
						{...register("code")}
					/>
				)}
				<TextField
					label="Name"
					autoFocus={!!tier}
					error={!!errors.name}
					helperText={errors.name?.message}
					{...register("name")}
				/>
				<TextField
					label="Runs a month, each person"
					type="number"
					placeholder="unlimited"
					slotProps={{ inputLabel: { shrink: true } }}
					error={!!errors.testsPerMonth}
					helperText={errors.testsPerMonth?.message}
					{...register("testsPerMonth", {
						setValueAs: (value) => (value === "" || value === null ? null : Number(value)),
					})}
				/>
				<TextField
					label="Budget a month in USD, all together"
					inputMode="decimal"
					placeholder="unlimited"
					slotProps={{ inputLabel: { shrink: true } }}
					error={!!errors.budgetUsd}
					helperText={errors.budgetUsd?.message}
					{...register("budgetUsd", { setValueAs: (value: string | null) => value || null })}
				/>
			</DialogForm>
		</Dialog>
	);
}
