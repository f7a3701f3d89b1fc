import type { RouterOutputs } from "@llm-hub/api/types";
import EditIcon from "@mui/icons-material/EditOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { formatMoment } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { CheckResults } from "../check-results.tsx";
import { type Draft, messagesOf } from "../composer/draft.ts";
import { PanelFrame } from "../panel-frame.tsx";
import { PromptBar } from "../prompt-bar.tsx";
import { RunAnswer } from "../run-answer.tsx";
import { RunMetrics } from "../run-metrics.tsx";
import { standOf } from "../run-state.ts";
import { RunStatus } from "../run-status.tsx";
import { keptRun } from "./kept-run.ts";

interface SharedViewProps {
	shareId: string;
	/** Takes what was asked into one's own composer. */
	onLoad: (draft: Draft, modelIds: string[]) => void;
}

/** A test of somebody's as its link shows it: to read, and to try oneself. */
export default function SharedView({ shareId, onLoad }: SharedViewProps) {
	const shared = trpc.testing.shares.open.useQuery(
		{ shareId },
		{
			refetchInterval: ({ state }) =>
				state.data?.members.some(({ run }) => run?.status === "started") ? 2_000 : false,
		},
	);
	if (shared.isPending) return <Skeleton variant="rounded" height={420} />;
	if (shared.isError) return <ErrorState error={shared.error} onRetry={() => void shared.refetch()} />;
	const { owner, isOwn, startedAt, asked, members } = shared.data;
	const { messages, parameters, templateId } = asked;
	const load = () => {
		const sendable = messagesOf({ messages: messages.map(({ role, content }) => ({ role, content })) });
		onLoad(
			{ messages: sendable, parameters, templateId: templateId ?? undefined },
			members.map(({ modelId }) => modelId),
		);
	};
	const images = messages.reduce((sum, message) => sum + (message.images?.length ?? 0), 0);
	const columns = Math.min(members.length, 3);
	return (
		<>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{isOwn ? "Your test as colleagues with the link see it" : `Shared by ${owner.name || owner.email}`}
				{` · run ${formatMoment(startedAt)}`}
				{images > 0 && " · its images are not shown"}
			</Typography>
			<PromptBar
				prompt={messages.findLast(({ role }) => role === "user")?.content.trim() ?? null}
				running={false}
				onEdit={undefined}
				onStopAll={() => {}}
				onRunAgain={undefined}
				actions={
					<Button color="inherit" startIcon={<EditIcon />} onClick={load}>
						Load into composer
					</Button>
				}
			/>
			<Box
				sx={{
					display: "grid",
					gap: 1.5,
					gridTemplateColumns: { xs: "minmax(0, 1fr)", md: `repeat(${columns}, minmax(0, 1fr))` },
					gridAutoRows: {
						xs: "minmax(320px, auto)",
						md: members.length > 3 ? "420px" : "max(320px, calc(100dvh - 260px))",
					},
				}}
			>
				{members.map((member) => (
					<SharedPanel key={member.position} member={member} />
				))}
			</Box>
		</>
	);
}

type Member = RouterOutputs["testing"]["shares"]["open"]["members"][number];

function SharedPanel({ member }: { member: Member }) {
	const { modelId, position, run, refusal } = member;
	if (run) return <SharedRun place={{ position, isVeiled: false }} modelId={modelId} detail={run} />;
	return (
		<PanelFrame
			place={{ position, isVeiled: false }}
			modelId={modelId}
			status={<RunStatus phase={refusal ? "failed" : "missing"} />}
		>
			<Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
				{refusal?.message ?? "This answer was deleted, or never came."}
			</Typography>
		</PanelFrame>
	);
}

interface SharedRunProps {
	place: { position: number; isVeiled: boolean };
	modelId: string;
	detail: NonNullable<Member["run"]>;
}

function SharedRun({ place, modelId, detail }: SharedRunProps) {
	const run = useMemo(() => keptRun(detail), [detail]);
	return (
		<PanelFrame
			place={place}
			modelId={modelId}
			status={<RunStatus phase={standOf(run.latest)} />}
			actions={detail.response !== "" && <CopyButton text={detail.response} label="Copy the answer" />}
			foot={
				<>
					{detail.checks.length > 0 && <CheckResults label="Checks" results={detail.checks} />}
					<RunMetrics run={run} modelId={modelId} isVeiled={false} isPayerTold={false} />
				</>
			}
		>
			<RunAnswer run={run} live={false} isVeiled={false} onRunAgain={undefined} />
		</PanelFrame>
	);
}
