import PlayIcon from "@mui/icons-material/PlayArrow";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type ReactNode, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { randomUuid } from "@/lib/uuid.ts";
import ModelPicker from "../picker/model-picker.tsx";
import type { Template } from "../templates/template-fields.ts";
import { SuiteEstimate } from "./suite-estimate.tsx";
import {
	listIn,
	placeOf,
	type SuiteBegin,
	type SuiteFields,
	type SuiteInput,
	startOf,
	suiteResolver,
} from "./suite-fields.ts";
import { SuiteSettings } from "./suite-settings.tsx";
import { TemplateChoice } from "./template-choice.tsx";

/** The form of a new suite; what the address names is chosen to begin with. */
export function SuiteForm({ templates }: { templates: readonly Template[] }) {
	const navigate = useNavigate();
	const { user } = useSession();
	const utils = trpc.useUtils();
	const [query] = useSearchParams();
	const begin = useLocation().state as SuiteBegin | null;
	// Sent twice, it starts once.
	const [suiteId] = useState(randomUuid);
	const form = useForm<SuiteFields, unknown, SuiteInput>({
		resolver: suiteResolver,
		defaultValues: startOf(query, templates, begin),
	});
	const create = trpc.testing.suites.create.useMutation();
	const { errors, isSubmitting } = form.formState;
	const modelIds = form.watch("modelIds");
	const start = form.handleSubmit(async (input) => {
		try {
			const suite = await create.mutateAsync({ ...input, suiteId });
			utils.testing.suites.byId.setData({ suiteId }, suite);
			void utils.testing.suites.list.invalidate();
			await navigate(paths.suite(suiteId), { replace: true });
		} catch (error) {
			showProblem(error, form.setError, placeOf);
		}
	});
	const gone = listIn(query, "templates").filter((wanted) => !templates.some(({ id }) => id === wanted)).length;
	const modelProblem = (errors.modelIds?.root ?? errors.modelIds)?.message;
	const isViewer = user?.role === "viewer";
	return (
		<FormProvider {...form}>
			<Box
				component="form"
				noValidate
				aria-label="New suite"
				onSubmit={(event) => void start(event)}
				sx={{ display: "grid", gap: 2, gridTemplateColumns: { md: "minmax(0, 1fr) 360px" }, alignItems: "start" }}
			>
				<Stack sx={{ gap: 2, minWidth: 0 }}>
					<Part title="1 · Templates">
						{gone > 0 && (
							<Alert severity="warning" variant="outlined" sx={{ mb: 1.5 }}>
								Not chosen: {plural(gone, "template")} of this link. Gone, or nobody shared it with you.
							</Alert>
						)}
						<TemplateChoice templates={templates} />
					</Part>
					<Part title="2 · Models">
						<ModelPicker
							value={modelIds}
							onChange={(next) =>
								form.setValue("modelIds", next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
							}
						/>
						{modelProblem && (
							<Box role="alert" sx={{ fontSize: 12, color: "error.main" }}>
								{modelProblem}
							</Box>
						)}
					</Part>
					<Part title="3 · How">
						<SuiteSettings templates={templates} />
					</Part>
				</Stack>
				<Paper variant="outlined" sx={{ p: 2, display: "grid", gap: 2, position: { md: "sticky" }, top: 64 }}>
					<SuiteEstimate />
					<TextField label="Name" error={!!errors.name} helperText={errors.name?.message} {...form.register("name")} />
					<TextField
						label="Cost cap in USD"
						placeholder="none"
						error={!!errors.capUsd}
						helperText={errors.capUsd?.message ?? "No run begins that could pass it."}
						slotProps={{ inputLabel: { shrink: true }, htmlInput: { inputMode: "decimal" } }}
						{...form.register("capUsd")}
					/>
					<FormAlert message={errors.root?.message} />
					<Button
						type="submit"
						variant="contained"
						size="medium"
						startIcon={<PlayIcon />}
						loading={isSubmitting}
						disabled={isViewer}
					>
						Start the suite
					</Button>
					{isViewer && (
						<Box sx={{ fontSize: 13, color: "text.secondary" }}>
							Your role (viewer) reads and never spends. Ask an admin for the role user.
						</Box>
					)}
				</Paper>
			</Box>
		</FormProvider>
	);
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
	<Paper component="section" variant="outlined" sx={{ p: 2 }}>
		<Typography variant="h2" sx={{ mb: 1.5 }}>
			{title}
		</Typography>
		{children}
	</Paper>
);
