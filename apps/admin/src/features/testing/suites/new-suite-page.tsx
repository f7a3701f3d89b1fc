import Skeleton from "@mui/material/Skeleton";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { trpc } from "@/lib/trpc.ts";
import { SuiteForm } from "./suite-form.tsx";

/** Puts a suite together: what it runs, how often, and what it may cost at most. */
export default function NewSuitePage() {
	const templates = trpc.testing.templates.list.useQuery();
	return (
		<PageContainer title="New suite" truth="Every template on every model, so many times.">
			{templates.isError && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
			{templates.isPending && <Skeleton variant="rounded" height={480} />}
			{templates.data && <SuiteForm templates={templates.data} />}
		</PageContainer>
	);
}
