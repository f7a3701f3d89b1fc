import PlayIcon from "@mui/icons-material/PlayArrow";
import StopIcon from "@mui/icons-material/Stop";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useHotkeys } from "react-hotkeys-hook";
import type { Draft, DraftFields } from "./draft.ts";
import { MessageFields } from "./message-fields.tsx";
import { ParameterFields } from "./parameter-fields.tsx";
import { type Template, TemplateMenu } from "./template-menu.tsx";

interface ComposerProps {
	form: UseFormReturn<DraftFields, unknown, Draft>;
	/** Which models to run on; shown between the prompt and the button. */
	picker: ReactNode;
	modelCount: number;
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
export function Composer({ form, picker, modelCount, running, starting, obstacle, ...on }: ComposerProps) {
	const run = form.handleSubmit(on.onRun);
	const runIfFree = () => {
		if (!running && !starting && obstacle === null) void run();
	};
	useHotkeys("mod+enter", runIfFree, { enableOnFormTags: true, preventDefault: true });
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
				sx={{ display: "flex", flexDirection: "column", minHeight: 0, maxHeight: { md: "calc(100dvh - 136px)" } }}
			>
				<Stack sx={{ gap: 2, p: 2, overflowY: { md: "auto" }, minHeight: 0 }}>
					<Stack direction="row" sx={{ gap: 1 }}>
						<TemplateMenu onPick={on.onTemplate} />
						<Button color="inherit" onClick={on.onClear}>
							Clear
						</Button>
					</Stack>
					<MessageFields />
					<ParameterFields />
				</Stack>
				<Stack sx={{ gap: 1.5, p: 2, borderTop: 1, borderColor: "divider" }}>
					{picker}
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
							loading={starting}
							disabled={obstacle !== null}
							aria-keyshortcuts="Control+Enter Meta+Enter"
						>
							{modelCount > 1 ? `Run on ${modelCount} models` : "Run"}
							<Box component="kbd" aria-hidden sx={{ ml: 1, font: "inherit", fontSize: 12 }}>
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
