import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useState } from "react";
import { CodeBlock } from "@/components/code-block.tsx";
import { CodeSnippets } from "@/components/code-snippets.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { ReadingDialog } from "@/components/reading-dialog.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { FollowedRun } from "./runs-follower.ts";

const views = ["Request", "Code", "Result", "Events"] as const;

/** A run as data: what was asked, also as code, what its row says, and the events that this page got. No key is part of any. */
export default function RawDialog({ run, onClose }: { run: FollowedRun; onClose: () => void }) {
	const [view, setView] = useState<(typeof views)[number]>("Request");
	const detail = trpc.testing.byId.useQuery({ runId: run.runId });
	return (
		<ReadingDialog title="Request, code and events" maxWidth="md" onClose={onClose}>
			<Tabs value={view} onChange={(_, next) => setView(next)} sx={{ mb: 1 }}>
				{views.map((name) => (
					<Tab key={name} value={name} label={name} id={`raw-${name}`} aria-controls="raw-view" />
				))}
			</Tabs>
			<Box role="tabpanel" id="raw-view" aria-labelledby={`raw-${view}`} sx={{ minHeight: 320 }}>
				{view === "Events" ? (
					<CodeBlock language="json" code={eventLines(run)} isWhole />
				) : (
					<>
						{detail.isPending && <Skeleton variant="rounded" height={280} />}
						{detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
						{detail.data && view === "Code" && <CodeSnippets request={detail.data} />}
						{detail.data && view !== "Code" && (
							<CodeBlock language="json" code={JSON.stringify(partOf(detail.data, view), null, 2)} isWhole />
						)}
					</>
				)}
			</Box>
		</ReadingDialog>
	);
}

function partOf<
	Detail extends { modelId: string; messages: unknown; parameters: unknown; response: unknown; reasoning: unknown },
>(
	{ modelId, messages, parameters, response: _, reasoning: __, ...result }: Detail,
	view: "Request" | "Result",
): unknown {
	return view === "Request" ? { modelId, messages, parameters } : result;
}

function eventLines({ log }: FollowedRun): string {
	const first = log[0]?.at ?? 0;
	const lines = log.map(
		({ at, event }) => `+${String(Math.round(at - first)).padStart(5)} ms  ${JSON.stringify(event)}`,
	);
	return lines.join("\n") || "No event yet.";
}
