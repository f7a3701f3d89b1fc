import PlayIcon from "@mui/icons-material/PlayArrow";
import StopIcon from "@mui/icons-material/Stop";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import { type ReactNode, useState } from "react";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useHotkeys } from "react-hotkeys-hook";
import { onlyWithKeys } from "@/components/kbd.tsx";
import { ParameterFields } from "../parameters/parameter-fields.tsx";
import { useSupport } from "../parameters/use-support.ts";
import { TemplateMenu } from "../template-menu.tsx";
import type { Template } from "../templates/template-fields.ts";
import { capEffect, capProblem } from "./cap-problem.ts";
import type { Draft, DraftFields } from "./draft.ts";
import { EstimateLine } from "./estimate-line.tsx";
import { MessageFields } from "./message-fields.tsx";
import { useEstimate } from "./use-estimate.ts";
import { useRunWithinCap } from "./use-run-within-cap.ts";
import { VariableFields } from "./variable-fields.tsx";

interface ComposerProps {
	form: UseFormReturn<DraftFields, unknown, Draft>;
	/** Which models to run on; shown between the prompt and the button. */
	picker: ReactNode;
	modelIds: string[];
	/** Images of the last visit's draft that are gone. */
	lostImages: number;
	running: boolean;
	starting: boolean;
	/** Why running is not offered, in words. */
	obstacle: string | null;
	onTemplate: (template: Template) => void;
	onClear: () => void;
	onRun: (draft: Draft) => Promise<void>;
	onStop: () => void;
}

const runKeys = navigator.platform.startsWith("Mac") ? "⌘ ↵" : "Ctrl ↵";

/** The prompt, its parameters and the one button: Run, which is Stop while something runs. */
export function Composer({ form, picker, modelIds, lostImages, running, starting, obstacle, ...on }: ComposerProps) {
	const support = useSupport(modelIds);
	const estimate = useEstimate(form.control, modelIds);
	const { run, isChecking } = useRunWithinCap(form, modelIds, on.onRun);
	const [preview, setPreview] = useState(false);
	const [reading, setReading] = useState(0);
	// A run without its images would be paid for nothing.
	const isBusy = starting || isChecking || reading > 0;
	const runIfFree = () => {
		if (!running && !isBusy && obstacle === null) void run();
	};
	useHotkeys("mod+enter", runIfFree, { enableOnFormTags: true, enableOnContentEditable: true, preventDefault: true });
	const cap = estimate.data && {
		problem: capProblem(estimate.data, form.getValues("parameters.costCapUsd")),
		effect: capEffect(estimate.data),
	};
	return (
		<FormProvider {...form}>
			<Paper
				component="form"
				variant="outlined"
				noValidate
				aria-label="Prompt"
				onSubmit={(event) => {
					event.preventDefault();
					runIfFree();
				}}
				sx={{
					display: "flex",
					flexDirection: "column",
					minHeight: 0,
					maxHeight: { md: "calc(100dvh - 159px - var(--first-steps, 0px))" },
				}}
			>
				<Stack sx={{ gap: 2, p: 2, overflowY: { md: "auto" }, minHeight: 0 }}>
					<Stack direction="row" sx={{ gap: 1 }}>
						<TemplateMenu modelIds={modelIds} onPick={on.onTemplate} />
						<Button color="inherit" onClick={on.onClear}>
							Clear
						</Button>
						<Button
							color="inherit"
							aria-pressed={preview}
							sx={{ ml: "auto", bgcolor: preview ? "action.selected" : undefined }}
							onClick={() => setPreview(!preview)}
						>
							Preview
						</Button>
					</Stack>
					<MessageFields
						preview={preview}
						imageObstacle={support.imageObstacle}
						isReading={reading > 0}
						onReading={(change) => setReading((before) => before + change)}
						lostImages={lostImages}
					/>
					<VariableFields />
					<ParameterFields support={support} cap={cap ?? null} />
				</Stack>
				<Stack sx={{ gap: 1.5, p: 2, borderTop: 1, borderColor: "divider" }}>
					{picker}
					{modelIds.length > 0 && <EstimateLine estimate={estimate} />}
					{running ? (
						<Button variant="contained" color="inherit" size="medium" startIcon={<StopIcon />} onClick={on.onStop}>
							Stop
						</Button>
					) : (
						<Button
							type="submit"
							variant="contained"
							size="medium"
							startIcon={<PlayIcon />}
							loading={isBusy}
							disabled={obstacle !== null}
							aria-keyshortcuts="Control+Enter Meta+Enter"
						>
							{modelIds.length > 1 ? `Run on ${modelIds.length} models` : "Run"}
							<Box component="kbd" aria-hidden sx={{ ml: 1, font: "inherit", fontSize: 12, ...onlyWithKeys }}>
								{runKeys}
							</Box>
						</Button>
					)}
					{obstacle && !running && <Box sx={{ fontSize: 13, color: "text.secondary" }}>{obstacle}</Box>}
				</Stack>
			</Paper>
		</FormProvider>
	);
}
