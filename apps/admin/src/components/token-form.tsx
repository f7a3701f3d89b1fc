import type { CreateTokenInput, createTokenInput, Role, Scope } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { DialogForm } from "./dialog-form.tsx";
import { type Person, PersonField } from "./person-field.tsx";
import { ScopeChoices } from "./scope-choices.tsx";

const lifetimes = [7, 30, 90, 365, null];

type Fields = z.input<typeof createTokenInput>;
const orNull = (value: string | null) => value || null;
const usualOf = (role: Role | undefined): Scope[] => (role === "viewer" ? ["catalog:read"] : ["lab:run"]);

interface TokenFormProps {
	/** Whose it becomes; left out, an admin chooses. */
	owner?: Person | undefined;
	/** With the owner, where that is somebody else. */
	onDone: (created: RouterOutputs["access"]["tokens"]["create"], owner: Person | null) => void;
	onClose: () => void;
}

/** What a token may do, for how long and for how much. It never reaches further than its owner. */
export function TokenForm({ owner, onDone, onClose }: TokenFormProps) {
	const { user, isAdmin } = useSession();
	const utils = trpc.useUtils();
	const create = trpc.access.tokens.create.useMutation();
	const [whose, setWhose] = useState<Person | null>(owner ?? user ?? null);
	const { register, handleSubmit, setError, resetField, formState } = useForm<Fields, unknown, CreateTokenInput>({
		resolver: lazyResolver(async () => (await schemas()).createTokenInput),
		defaultValues: { name: "", scopes: usualOf(whose?.role), expiresInDays: 90 },
	});
	const { errors, isSubmitting } = formState;
	const choose = (person: Person) => {
		setWhose(person);
		resetField("scopes", { defaultValue: usualOf(person.role) });
	};
	const submit = handleSubmit(async (input) => {
		try {
			const created = await create.mutateAsync({ ...input, userId: whose?.id });
			void utils.access.tokens.list.invalidate();
			void utils.access.users.invalidate();
			onDone(created, whose && whose.id !== user?.id ? whose : null);
		} catch (error) {
			showProblem(error, setError, ["name", "scopes", "budgetUsd"]);
		}
	});
	return (
		<DialogForm
			label="API token"
			problem={errors.root?.message}
			submitLabel="Create token"
			pending={isSubmitting}
			onSubmit={() => void submit()}
			onCancel={onClose}
		>
			<TextField
				label="Name"
				autoFocus
				placeholder="Nightly report"
				error={!!errors.name}
				helperText={errors.name?.message ?? "What uses it, so that it can be told from others."}
				{...register("name")}
			/>
			{isAdmin && !owner && whose && (
				<PersonField
					label="Whose"
					hint="Its runs count for this person, within their role, tier and budget."
					value={whose}
					onChange={choose}
				/>
			)}
			<ScopeChoices
				key={whose?.id}
				role={whose?.role ?? "user"}
				chosen={usualOf(whose?.role)}
				problem={errors.scopes?.message}
				field={register("scopes")}
			/>
			<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 2 }}>
				<TextField
					select
					label="Expires"
					sx={{ flex: 1 }}
					slotProps={{ select: { native: true } }}
					{...register("expiresInDays", { setValueAs: (value: string | null) => (value ? Number(value) : null) })}
				>
					{lifetimes.map((days) => (
						<option key={days ?? ""} value={days ?? ""}>
							{days === null ? "never" : `in ${days} days`}
						</option>
					))}
				</TextField>
				<TextField
					label="Budget a month, USD"
					inputMode="decimal"
					placeholder="as its owner's"
					sx={{ flex: 1 }}
					error={!!errors.budgetUsd}
					helperText={errors.budgetUsd?.message ?? "Runs are refused above it. Optional."}
					{...register("budgetUsd", { setValueAs: orNull })}
				/>
			</Stack>
		</DialogForm>
	);
}
