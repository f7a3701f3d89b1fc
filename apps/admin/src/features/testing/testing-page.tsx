import HistoryIcon from "@mui/icons-material/History";
import ScienceIcon from "@mui/icons-material/ScienceOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense, useRef, useState } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { useSession } from "@/lib/session.ts";
import { Composer } from "./composer.tsx";
import { type Draft, draftOf, messagesOf } from "./draft.ts";
import { HistoryDrawer, type Test } from "./history-drawer.tsx";
import { LabTruth } from "./lab-truth.tsx";
import { RefusedPanel } from "./refused-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { useDraft } from "./use-draft.ts";
import { useLab } from "./use-lab.ts";

const ModelPicker = lazy(() => import("./model-picker.tsx"));

export default function TestingPage() {
	const { user } = useSession();
	const { form, replace, loadTemplate, clear } = useDraft();
	const lab = useLab();
	const [historyOpen, setHistoryOpen] = useState(false);
	const panels = useRef<HTMLDivElement>(null);
	const run = async (draft: Draft, modelIds: string[]) => {
		await lab.run(draft, modelIds);
		// On a phone the answers are below the composer: go there.
		const top = panels.current?.getBoundingClientRect().top ?? 0;
		if (top > window.innerHeight * 0.6) panels.current?.scrollIntoView({ behavior: "smooth" });
	};
	const obstacle =
		user?.role === "viewer"
			? "Your role (viewer) reads and never spends. Ask an admin for the role user."
			: lab.models.length === 0
				? "Pick a model to run on."
				: null;
	const load = (test: Test) => {
		replace(draftOf({ ...test, templateId: test.templateId ?? undefined }), "Prompt loaded from the history.");
		lab.setModels([test.modelId]);
		setHistoryOpen(false);
	};
	const rerun = (test: Test) => {
		setHistoryOpen(false);
		const draft: Draft = { messages: test.messages, parameters: test.parameters };
		void run({ ...draft, messages: messagesOf(draft) }, [test.modelId]);
	};

	return (
		<PageContainer
			title="Testing Lab"
			truth={<LabTruth />}
			action={
				<Button variant="outlined" color="inherit" startIcon={<HistoryIcon />} onClick={() => setHistoryOpen(true)}>
					History
				</Button>
			}
		>
			<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { md: "minmax(360px, 440px) minmax(0, 1fr)" } }}>
				<Box sx={{ position: { md: "sticky" }, top: { md: 64 }, alignSelf: "start", minWidth: 0 }}>
					<Composer
						form={form}
						picker={
							<Suspense fallback={<Skeleton variant="rounded" height={40} />}>
								<ModelPicker value={lab.models} onChange={lab.setModels} />
							</Suspense>
						}
						modelCount={lab.models.length}
						running={lab.liveRunIds.length > 0}
						starting={lab.starting}
						obstacle={obstacle}
						onTemplate={loadTemplate}
						onClear={clear}
						onRun={(draft) => run(draft, lab.models)}
						onStop={lab.stopAll}
					/>
				</Box>
				<Box
					ref={panels}
					sx={{
						scrollMarginTop: 64,
						display: "grid",
						gap: 2,
						alignContent: "start",
						minWidth: 0,
						gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 400px), 1fr))",
					}}
				>
					{lab.followers.map((follower) => (
						<RunPanel
							key={follower.runId}
							follower={follower}
							onStop={lab.stop}
							onRunAgain={form.handleSubmit((draft) => run(draft, lab.models))}
						/>
					))}
					{lab.refusals.map(({ modelId, error }) => (
						<RefusedPanel key={modelId} modelId={modelId} error={error} />
					))}
					{lab.followers.length + lab.refusals.length === 0 && (
						<EmptyState icon={ScienceIcon} title="Answers stream in here">
							Write a prompt or take a template, pick up to four models, and run. Each answer shows its time, tokens and
							cost; every run stays in the history.
						</EmptyState>
					)}
				</Box>
			</Box>
			<HistoryDrawer
				open={historyOpen}
				onClose={() => setHistoryOpen(false)}
				onShow={(test) => {
					lab.show([test.runId]);
					setHistoryOpen(false);
				}}
				onLoad={load}
				onRerun={rerun}
			/>
		</PageContainer>
	);
}
