import { type Role, roles } from "@llm-hub/api/schemas";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { trpc } from "@/lib/trpc.ts";
import { roleMeanings, roleName } from "./roles.ts";

/** What an admin decides about a person. */
export interface RightsFields {
	role?: Role | undefined;
	tierCode?: string | undefined;
	budgetUsd?: string | null | undefined;
}

interface Props {
	register: UseFormRegister<RightsFields>;
	errors: FieldErrors<RightsFields>;
	role: Role | undefined;
	tierCode: string | undefined;
}

/** Role, tier and budget. */
export function UserFields({ register, errors, role = "user", tierCode = "" }: Props) {
	const tiers = trpc.access.tiers.list.useQuery();
	// A choice without the chosen among its options would fall to its first one, and be saved as that.
	const options = tiers.data?.tiers ?? [{ code: tierCode, name: tierCode }];
	const native = { select: { native: true }, inputLabel: { shrink: true } };
	return (
		<>
			<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 2 }}>
				<TextField
					select
					label="Role"
					sx={{ flex: 1 }}
					slotProps={native}
					error={!!errors.role}
					helperText={errors.role?.message ?? roleMeanings[role]}
					{...register("role")}
				>
					{roles.map((value) => (
						<option key={value} value={value}>
							{roleName(value)}
						</option>
					))}
				</TextField>
				<TextField
					select
					label="Tier"
					sx={{ flex: 1 }}
					slotProps={native}
					error={!!errors.tierCode}
					helperText={errors.tierCode?.message ?? "Decides the models and the quotas."}
					{...register("tierCode")}
				>
					{options.map(({ code, name }) => (
						<option key={code} value={code}>
							{name}
						</option>
					))}
				</TextField>
			</Stack>
			<TextField
				label="Budget a month, USD"
				inputMode="decimal"
				placeholder="unlimited"
				slotProps={{ inputLabel: { shrink: true } }}
				error={!!errors.budgetUsd}
				helperText={errors.budgetUsd?.message ?? "Runs that could pass it are refused. Empty is unlimited."}
				{...register("budgetUsd", { setValueAs: (value: string | null) => value || null })}
			/>
		</>
	);
}
