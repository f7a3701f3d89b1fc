import ChecklistIcon from "@mui/icons-material/Checklist";
import HistoryIcon from "@mui/icons-material/History";
import InsightsIcon from "@mui/icons-material/InsightsOutlined";
import ScienceIcon from "@mui/icons-material/ScienceOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import useMediaQuery from "@mui/material/useMediaQuery";
import { lazy, Suspense, useRef, useState } from "react";
import { Link } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { BlindSwitch } from "./blind-switch.tsx";
import { Composer } from "./composer/composer.tsx";
import type { Draft } from "./composer/draft.ts";
import { useDraft } from "./composer/use-draft.ts";
import { useEarlier } from "./history/use-earlier.ts";
import { useHistoryView } from "./history/use-history-view.ts";
import { LabTruth } from "./lab-truth.tsx";
import { ModelChips } from "./picker/model-chips.tsx";
import { TestView } from "./test-view.tsx";
import { useLab } from "./use-lab.ts";
import { mostModels } from "./use-lab-url.ts";
import { useTemplateLink } from "./use-template-link.ts";

const CompareDialog = lazy(() => import("./compare/compare-dialog.tsx"));
const HistoryDrawer = lazy(() => import("./history/history-drawer.tsx"));
const InsightDrawer = lazy(() => import("./insight/insight-drawer.tsx"));
const ModelPicker = lazy(() => import("./picker/model-picker.tsx"));
const SharedView = lazy(() => import("./share/shared-view.tsx"));

/** A button that may be its icon alone. */
const lean = { minWidth: 0, "& > svg": { fontSize: 18, ml: "-2px" } } as const;

/** A button's words, where the window is wide enough beside the title. */
const Words = ({ leaveBelow, children }: { leaveBelow: number; children: string }) => (
	<Box component="span" sx={{ ml: 1, [`@media (max-width: ${leaveBelow - 1}px)`]: { display: "none" } }}>
		{children}
	</Box>
);

export default function TestingPage() {
	const { user } = useSession();
	const draft = useDraft();
	const lab = useLab();
	useTemplateLink(draft.loadTemplate);
	const history = useHistoryView();
	const panels = useRef<HTMLDivElement>(null);
	// Many panels, or a small screen: the composer gives its room to the answers until it is asked for.
	const isSmall = useMediaQuery("(max-width: 899px)");
	const isCrowded = lab.shared !== null || lab.places.length > (isSmall ? 0 : 2);
	const [unfoldedFor, setUnfoldedFor] = useState<string | null>(null);
	const shown = lab.shared ?? lab.groupId ?? lab.runIds.join();
	const isFolded = isCrowded && unfoldedFor !== shown;
	const run = async (input: Draft, modelIds: string[]) => {
		await lab.run(input, modelIds);
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
	const earlier = useEarlier({ draft, lab, onDone: history.close, run });

	return (
		<PageContainer
			title="Testing Lab"
			truth={<LabTruth />}
			action={
				<Stack direction="row" sx={{ gap: 1 }}>
					<Button component={Link} to={paths.suites} variant="outlined" color="inherit" aria-label="Suites" sx={lean}>
						<ChecklistIcon />
						<Words leaveBelow={900}>Suites</Words>
					</Button>
					<Button
						variant="outlined"
						color="inherit"
						aria-label="Metrics"
						onClick={() => lab.setInsight(lab.places.length > 0 ? "test" : "history")}
						sx={lean}
					>
						<InsightsIcon />
						<Words leaveBelow={380}>Metrics</Words>
					</Button>
					<Button variant="outlined" color="inherit" aria-label="History" onClick={history.open} sx={lean}>
						<HistoryIcon />
						<Words leaveBelow={380}>History</Words>
					</Button>
				</Stack>
			}
		>
			<Box
				sx={{
					display: "grid",
					gap: 2,
					gridTemplateColumns: { md: isFolded ? "minmax(0, 1fr)" : "minmax(360px, 440px) minmax(0, 1fr)" },
				}}
			>
				<Box
					sx={{
						display: isFolded ? "none" : undefined,
						position: { md: "sticky" },
						top: { md: 64 },
						alignSelf: "start",
						minWidth: 0,
					}}
				>
					<Composer
						form={draft.form}
						picker={
							<>
								<Suspense
									fallback={
										<Box>
											<ModelChips value={lab.models} onChange={lab.setModels} />
											<Skeleton variant="rounded" height={40} />
										</Box>
									}
								>
									<ModelPicker value={lab.models} onChange={lab.setModels} />
								</Suspense>
								<BlindSwitch on={lab.blind} possible={lab.models.length > 1} onChange={lab.setBlind} />
							</>
						}
						modelIds={lab.models}
						lostImages={draft.lostImages}
						running={lab.answeringRunIds.length > 0}
						starting={lab.group.isStarting}
						obstacle={obstacle}
						onTemplate={draft.loadTemplate}
						onClear={draft.clear}
						onRun={(input) => run(input, lab.models)}
						onStop={lab.stopAll}
					/>
				</Box>
				<Box ref={panels} sx={{ scrollMarginTop: 64, minWidth: 0 }}>
					{lab.shared === null ? (
						<TestView lab={lab} draft={draft.current} onEdit={isFolded ? () => setUnfoldedFor(shown) : undefined} />
					) : (
						<Suspense fallback={<Skeleton variant="rounded" height={420} />}>
							<SharedView shareId={lab.shared} onLoad={earlier.take} />
						</Suspense>
					)}
					{lab.shared === null && lab.places.length === 0 && !lab.group.error && lab.groupId === null && (
						<EmptyState icon={ScienceIcon} title="Answers stream in here">
							Write a prompt or take a template, pick up to {mostModels} models, and run. Each answer shows its time,
							tokens and cost; every run stays in the history.
						</EmptyState>
					)}
				</Box>
			</Box>
			{lab.insight !== null && (
				<Suspense fallback={null}>
					<InsightDrawer lab={lab} />
				</Suspense>
			)}
			{history.isOpen && (
				<Suspense fallback={null}>
					<HistoryDrawer
						view={history}
						onShow={earlier.show}
						onLoad={(test) => void earlier.load(test)}
						onRerun={(test) => void earlier.rerun(test)}
						onCompare={lab.setCompare}
						onVote={(groupId) => {
							history.close();
							lab.showGroup(groupId);
						}}
					/>
				</Suspense>
			)}
			{lab.compare && (
				<Suspense fallback={null}>
					<CompareDialog runIds={lab.compare} onCompare={lab.setCompare} onClose={() => lab.setCompare(null)} />
				</Suspense>
			)}
		</PageContainer>
	);
}
