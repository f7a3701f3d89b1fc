import type { Role, Scope } from "@llm-hub/api/schemas";
import Checkbox from "@mui/material/Checkbox";
import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import FormLabel from "@mui/material/FormLabel";
import type { UseFormRegisterReturn } from "react-hook-form";

/** What each scope opens, in words. */
const meanings: Record<Scope, string> = {
	"catalog:read": "Read the catalog's figures and who offers models",
	"lab:run": "Run models in the lab, and read the runs",
	"gateway:run": "Call models through the OpenAI-compatible door",
	"usage:read": "Read usage and quotas",
	admin: "Administer everything: keys, users, rules",
};

interface ScopeChoicesProps {
	/** The owner's: what it does not include is not offered. */
	role: Role;
	/** Ticked at first. */
	chosen: readonly Scope[];
	problem: string | undefined;
	field: UseFormRegisterReturn;
}

/** What a token may do. */
export function ScopeChoices({ role, chosen, problem, field: { ref, ...field } }: ScopeChoicesProps) {
	const offered = (Object.keys(meanings) as Scope[]).filter(
		(scope) => (scope !== "admin" || role === "admin") && !(role === "viewer" && scope.endsWith(":run")),
	);
	return (
		<FormControl component="fieldset" error={!!problem}>
			<FormLabel component="legend">What it may do</FormLabel>
			{offered.map((scope) => (
				<FormControlLabel
					key={scope}
					label={`${meanings[scope]} (${scope})`}
					control={
						<Checkbox
							size="small"
							sx={{ py: 0.5 }}
							value={scope}
							defaultChecked={chosen.includes(scope)}
							slotProps={{ input: { ref } }}
							{...field}
						/>
					}
					slotProps={{ typography: { variant: "body2" } }}
				/>
			))}
			{problem && <FormHelperText>{problem}</FormHelperText>}
		</FormControl>
	);
}
