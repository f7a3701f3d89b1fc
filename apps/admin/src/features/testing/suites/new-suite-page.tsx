import PlayIcon from "@mui/icons-material/PlayArrow";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type ReactNode, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { useNavigate, useSearchParams } from "react-router";
import { FormAlert } from "@/components/form-alert.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { formatDate } from "@/lib/format.ts";
import { lastModels } from "@/lib/last-models.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { randomUuid } from "@/lib/uuid.ts";
import ModelPicker from "../picker/model-picker.tsx";
import { SuiteEstimate } from "./suite-estimate.tsx";
import { placeOf, type SuiteFields, type SuiteInput, suiteResolver } from "./suite-fields.ts";
import { TemplateChoice } from "./template-choice.tsx";

const numbers = [
	{ name: "repeats", label: "Repeats", min: 1, max: 20, step: 1 },
	{ name: "concurrency", label: "At once", min: 1, max: 16, step: 1 },
	{ name: "parameters.temperature", label: "Temperature", min: 0, max: 2, step: 0.1 },
	{ name: "parameters.maxTokens", label: "Max tokens", min: 1, max: 1_000_000, step: 1 },
	{ name: "parameters.topP", label: "Top P", min: 0, max: 1, step: 0.05 },
] as const;

/** What the address says to begin with. */
function startOf(query: URLSearchParams): SuiteFields {
	const list = (name: string) => query.get(name)?.split(",").filter(Boolean) ?? [];
	const models = list("models");
	return {
		name: `Suite of ${formatDate(new Date())}`,
		templates: list("templates").map((templateId) => ({ templateId, variables: {} })),
		modelIds: models.length > 0 ? models : lastModels(),
		repeats: 3,
		parameters: { temperature: 0.7, maxTokens: 1000, topP: 1 },
		capUsd: "",
		concurrency: 4,
	};
}

/** Puts a suite together: what it runs, how often, and what it may cost at most. */
export default function NewSuitePage() {
	const navigate = useNavigate();
	const { user } = useSession();
	const utils = trpc.useUtils();
	const [query] = useSearchParams();
	// Sent twice, it starts once.
	const [suiteId] = useState(randomUuid);
	const form = useForm<SuiteFields, unknown, SuiteInput>({
		resolver: suiteResolver,
		defaultValues: startOf(query),
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
			const { issues, message } = describeProblem(error);
			for (const issue of issues) form.setError(placeOf(issue.path), issue, { shouldFocus: true });
			if (issues.length === 0) form.setError("root", { message });
		}
	});
	const modelProblem = (errors.modelIds?.root ?? errors.modelIds)?.message;
	const isViewer = user?.role === "viewer";
	return (
		<PageContainer title="New suite" truth="Every template on every model, so many times.">
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
							<TemplateChoice />
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
							<Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fill, minmax(130px, 1fr))" }}>
								{numbers.map(({ name, label, min, max, step }) => {
									const { error } = form.getFieldState(name, form.formState);
									return (
										<TextField
											key={name}
											label={label}
											type="number"
											error={!!error}
											helperText={error?.message}
											slotProps={{ htmlInput: { min, max, step, inputMode: "decimal" } }}
											{...form.register(name, { valueAsNumber: true })}
										/>
									);
								})}
							</Box>
						</Part>
					</Stack>
					<Paper variant="outlined" sx={{ p: 2, display: "grid", gap: 2, position: { md: "sticky" }, top: 64 }}>
						<SuiteEstimate />
						<TextField
							label="Name"
							error={!!errors.name}
							helperText={errors.name?.message}
							{...form.register("name")}
						/>
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
		</PageContainer>
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
