import Skeleton from "@mui/material/Skeleton";
import { trpc } from "@/lib/trpc.ts";
import { AccessTrace } from "./access-trace.tsx";
import { AskForAccess } from "./ask-for-access.tsx";
import { ErrorState } from "./error-state.tsx";

/** Whether I may use a model now, and else why not and what to do: asked for at this moment. */
export function WhyNot({ modelId }: { modelId: string }) {
	const explained = trpc.access.explainOwn.useQuery({ modelId });
	if (explained.isError) return <ErrorState error={explained.error} onRetry={() => void explained.refetch()} />;
	if (!explained.data) return <Skeleton variant="rounded" height={96} />;
	const canAsk = explained.data.changes.some(({ kind }) => kind === "ask");
	return <AccessTrace trace={explained.data} action={canAsk && <AskForAccess modelId={modelId} />} />;
}
