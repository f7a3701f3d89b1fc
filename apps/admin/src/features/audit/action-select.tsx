import FormControl from "@mui/material/FormControl";
import InputLabel from "@mui/material/InputLabel";
import NativeSelect from "@mui/material/NativeSelect";
import OutlinedInput from "@mui/material/OutlinedInput";
import { useId } from "react";
import { trpc } from "@/lib/trpc.ts";

const groupNames: Record<string, string> = {
	access: "Access",
	auth: "Sign-in",
	catalog: "Catalog",
	keys: "Provider keys",
};

/** One kind of event, or all of a group. */
export function ActionSelect({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
	const id = useId();
	const { data } = trpc.audit.actions.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	const actions = data?.actions ?? [];
	const groups = [...new Set(actions.map(({ action }) => groupOf(action)))];
	return (
		<FormControl size="small">
			<InputLabel htmlFor={id} shrink>
				What
			</InputLabel>
			<NativeSelect
				id={id}
				value={value ?? ""}
				onChange={(event) => onChange(event.target.value || null)}
				input={<OutlinedInput label="What" notched />}
			>
				<option value="">Any</option>
				{value !== null && !actions.some(({ action }) => action === value) && !groups.includes(value) && (
					<option value={value}>{value}</option>
				)}
				{groups.map((group) => (
					<optgroup key={group} label={groupNames[group] ?? group}>
						<option value={group}>{groupNames[group] ?? group}: all</option>
						{actions
							.filter(({ action }) => groupOf(action) === group)
							.map(({ action, title }) => (
								<option key={action} value={action}>
									{title}
								</option>
							))}
					</optgroup>
				))}
			</NativeSelect>
		</FormControl>
	);
}

const groupOf = (action: string): string => action.split(".", 1)[0] ?? action;
