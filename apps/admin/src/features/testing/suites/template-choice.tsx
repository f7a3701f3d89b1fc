import { variablesIn } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { plural } from "@/lib/format.ts";
import { type Template, textsOf } from "../templates/template-fields.ts";
import type { SuiteFields } from "./suite-fields.ts";

/** Which templates the suite runs, and what is filled into each. */
export function TemplateChoice({ templates }: { templates: readonly Template[] }) {
	const { control, getValues, setValue, register, formState } = useFormContext<SuiteFields>();
	const chosen = useWatch({ control, name: "templates" });
	const [search, setSearch] = useState("");
	const words = search.toLowerCase();
	// What the form began with is in sight; what is chosen here stays where it is.
	const [first] = useState(() => new Set(chosen.map(({ templateId }) => templateId)));
	const ordered = templates.toSorted((one, other) => Number(first.has(other.id)) - Number(first.has(one.id)));
	const shown = ordered.filter(({ name, category }) => `${name} ${category}`.toLowerCase().includes(words));
	const toggle = (templateId: string) => {
		const before = getValues("templates");
		const rest = before.filter((one) => one.templateId !== templateId);
		setValue("templates", rest.length < before.length ? rest : [...before, { templateId, variables: {} }], {
			shouldDirty: true,
			shouldValidate: formState.isSubmitted,
		});
	};
	const wrong = formState.errors.templates;
	return (
		<Box role="group" aria-label="Templates">
			<TextField
				label="Find templates"
				type="search"
				fullWidth
				value={search}
				onChange={(event) => setSearch(event.target.value)}
			/>
			<Box
				component="ul"
				sx={{
					listStyle: "none",
					m: 0,
					mt: 1,
					p: 0,
					maxHeight: 320,
					overflowY: "auto",
					border: 1,
					borderColor: "divider",
				}}
			>
				{shown.length === 0 && (
					<Box component="li" sx={{ px: 1.5, py: 1, fontSize: 14, color: "text.secondary" }}>
						No template is called that.
					</Box>
				)}
				{shown.map(({ id, name, category, checks }) => (
					<Box component="li" key={id} sx={{ px: 1.5, borderBottom: 1, borderColor: "divider" }}>
						<FormControlLabel
							sx={{ width: 1, m: 0, py: 0.25 }}
							control={
								<Checkbox
									size="small"
									checked={chosen.some(({ templateId }) => templateId === id)}
									onChange={() => toggle(id)}
								/>
							}
							label={
								<>
									{name}{" "}
									<Box component="span" sx={{ color: "text.secondary", fontSize: 13 }}>
										{category} · {checks.length === 0 ? "no check" : plural(checks.length, "check")}
									</Box>
								</>
							}
						/>
					</Box>
				))}
			</Box>
			{(wrong?.root ?? wrong)?.message && (
				<Box role="alert" sx={{ mt: 0.5, fontSize: 12, color: "error.main" }}>
					{(wrong?.root ?? wrong)?.message}
				</Box>
			)}
			{chosen.map(({ templateId }, index) => {
				const template = templates.find(({ id }) => id === templateId);
				const names = template ? variablesIn(textsOf(template)) : [];
				if (!template || names.length === 0) return null;
				return (
					<Box
						key={templateId}
						role="group"
						aria-label={`Variables of ${template.name}`}
						sx={{ mt: 2, display: "grid", gap: 1.5 }}
					>
						<Box sx={{ fontSize: 13, fontWeight: 600 }}>Variables of {template.name}</Box>
						{names.map((name) => {
							const problem = wrong?.[index]?.variables?.[name]?.message;
							return (
								<TextField
									key={name}
									label={name}
									multiline
									maxRows={4}
									error={problem !== undefined}
									helperText={problem}
									{...register(`templates.${index}.variables.${name}`)}
								/>
							);
						})}
					</Box>
				);
			})}
		</Box>
	);
}
