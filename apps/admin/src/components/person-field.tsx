import type { RouterOutputs } from "@llm-hub/api/types";
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useDeferredValue, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";

/** As far as a choice needs to know somebody. */
export type Person = Pick<RouterOutputs["access"]["users"]["list"]["users"][number], "id" | "email" | "name" | "role">;

interface PersonFieldProps {
	label: string;
	hint: string;
	value: Person;
	onChange: (person: Person) => void;
}

/** Chooses one of everybody who may sign in, by a part of the name or address. For admins. */
export function PersonField({ label, hint, value, onChange }: PersonFieldProps) {
	const [typed, setTyped] = useState("");
	const search = useDeferredValue(typed.trim());
	const people = trpc.access.users.list.useQuery(
		{ search: search || undefined, disabled: false, limit: 20 },
		{ placeholderData: (before) => before },
	);
	return (
		<Autocomplete<Person, false, true>
			disableClearable
			options={people.data?.users ?? []}
			value={value}
			loading={people.isLoading}
			noOptionsText="Nobody fits."
			filterOptions={(options) => options}
			getOptionLabel={({ email }) => email}
			getOptionKey={({ id }) => id}
			isOptionEqualToValue={(one, other) => one.id === other.id}
			onInputChange={(_, text, reason) => setTyped(reason === "input" ? text : "")}
			onChange={(_, person) => onChange(person)}
			renderInput={(params) => (
				<TextField
					{...params}
					label={label}
					error={people.isError}
					helperText={people.error ? describeProblem(people.error).message : hint}
				/>
			)}
		/>
	);
}
