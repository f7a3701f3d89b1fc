import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useFormContext, useWatch } from "react-hook-form";
import { extraWords, parameterWords } from "../parameters/parameter-words.ts";
import type { Template } from "../templates/template-fields.ts";
import { type SuiteFields, suiteNumbers } from "./suite-fields.ts";

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** How often, how many at once, and the one set of parameters that all runs have. */
export function SuiteSettings({ templates }: { templates: readonly Template[] }) {
	const { control, register, getFieldState, formState, setValue } = useFormContext<SuiteFields>();
	const [chosen, parameters] = useWatch({ control, name: ["templates", "parameters"] });
	const extras = extraWords(parameters);
	const take = (next: SuiteFields["parameters"]) =>
		setValue("parameters", next, { shouldDirty: true, shouldValidate: formState.isSubmitted });
	const { temperature, maxTokens, topP } = parameters;
	const own = templates.filter(({ id }) => chosen.some(({ templateId }) => templateId === id));
	return (
		<>
			<Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(130px, 1fr))" }}>
				{suiteNumbers.map(({ name, label, min, max, step }) => {
					const { error } = getFieldState(name, formState);
					return (
						<TextField
							key={name}
							label={label}
							type="number"
							error={!!error}
							helperText={error?.message}
							slotProps={{ htmlInput: { min, max, step, inputMode: "decimal" } }}
							{...register(name, { valueAsNumber: true })}
						/>
					);
				})}
			</Box>
			<Box
				component="ul"
				aria-label="Parameters of all runs"
				sx={{ m: 0, mt: 1, p: 0, listStyle: "none", fontSize: 13 }}
			>
				<li>All runs have the same parameters, whatever their template.</li>
				{own.map(({ id, name, parameters: brought }) =>
					brought === null ? null : (
						<li key={id}>
							{isSame(brought, parameters) ? (
								`They are those of ${name}.`
							) : (
								<>
									{name} brings its own: {parameterWords(brought)}.{" "}
									<Button onClick={() => take(brought)}>Use these</Button>
								</>
							)}
						</li>
					),
				)}
				{extras.length > 0 && (
					<li>
						Also set: {extras.join(", ")}.{" "}
						<Button color="inherit" onClick={() => take({ temperature, maxTokens, topP })}>
							Leave out
						</Button>
					</li>
				)}
			</Box>
		</>
	);
}
