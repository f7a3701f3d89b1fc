import ExpandIcon from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { lazy, Suspense, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { DraftFields } from "../composer/draft.ts";
import { parameterNumbers } from "./numbers.ts";
import { ParameterNotes } from "./parameter-notes.tsx";
import { PresetMenu } from "./preset-menu.tsx";
import type { Support } from "./use-support.ts";

// Fetched when somebody wants more than the common four.
const MoreParameters = lazy(() => import("./more-parameters.tsx"));

interface ParameterFieldsProps {
	support: Support;
	/** Why the cap cannot be kept, or what it leaves of the answer, by the estimate. */
	cap: { problem: string | null; effect: string | null } | null;
}

/** The common four, the rest on request, and what of it a chosen model does not take. */
export function ParameterFields({ support, cap }: ParameterFieldsProps) {
	const { register, control, formState } = useFormContext<DraftFields>();
	const [unfolded, setUnfolded] = useState(false);
	const [stop, seed, effort, jsonSchema, tools] = useWatch({
		control,
		name: ["parameters.stop", "parameters.seed", "parameters.reasoningEffort", "jsonSchema", "tools"],
	});
	const isSeeded = !Number.isNaN(seed) && seed !== null;
	const set = [stop !== "", isSeeded, effort !== "", jsonSchema.trim() !== "", tools.trim() !== ""].filter(
		Boolean,
	).length;
	const { jsonSchema: wrongSchema, tools: wrongTools, parameters: wrong } = formState.errors;
	// What is wrong must not hide.
	const isOpen = unfolded || [wrongSchema, wrongTools, wrong?.stop, wrong?.seed].some(Boolean);
	const capError = wrong?.costCapUsd?.message ?? cap?.problem;
	return (
		<Stack role="group" aria-label="Parameters" sx={{ gap: 1 }}>
			<Box sx={{ display: "grid", gridTemplateColumns: "repeat(2, minmax(0, 1fr))", columnGap: 1, rowGap: 1.5 }}>
				{parameterNumbers.map(({ name, label, range, min, max, step }) => {
					const error = wrong?.[name];
					return (
						<TextField
							key={name}
							label={label}
							type="number"
							error={!!error}
							helperText={error ? `Must be ${range}` : range}
							slotProps={{ htmlInput: { min, max, step, inputMode: "decimal" } }}
							{...register(`parameters.${name}`, { valueAsNumber: true })}
						/>
					);
				})}
				<TextField
					label="Cost cap in USD"
					error={!!capError}
					helperText={capError ?? cap?.effect ?? "each run costs at most this"}
					slotProps={{ htmlInput: { inputMode: "decimal" } }}
					{...register("parameters.costCapUsd")}
				/>
			</Box>
			<Stack direction="row" sx={{ gap: 1, ml: -0.5 }}>
				<Button
					color="inherit"
					aria-expanded={isOpen}
					startIcon={<ExpandIcon sx={{ rotate: isOpen ? "180deg" : undefined }} />}
					onClick={() => setUnfolded(!isOpen)}
				>
					More parameters{set > 0 ? ` · ${set} set` : ""}
				</Button>
				<PresetMenu />
			</Stack>
			{isOpen && (
				<Suspense fallback={<Box sx={{ height: 480 }} aria-busy />}>
					<MoreParameters />
				</Suspense>
			)}
			<ParameterNotes support={support} />
		</Stack>
	);
}
