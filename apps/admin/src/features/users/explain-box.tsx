import Autocomplete from "@mui/material/Autocomplete";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useDeferredValue, useState } from "react";
import { AccessTrace } from "@/components/access-trace.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";

/** "This person, that model, now": what a call would be told, and what would change it. */
export function ExplainBox({ userId }: { userId: string }) {
	const [typed, setTyped] = useState("");
	const [modelId, setModelId] = useState<string | null>(null);
	const search = useDeferredValue(typed.trim());
	const models = trpc.catalog.list.useQuery(
		{ search: search || undefined, limit: 20 },
		{ placeholderData: (before) => before },
	);
	const explained = trpc.access.explain.useQuery({ userId, modelId: modelId ?? "" }, { enabled: modelId !== null });
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Autocomplete
				freeSolo
				options={models.data?.models.map(({ id }) => id) ?? []}
				filterOptions={(options) => options}
				inputValue={typed}
				onInputChange={(_, text) => setTyped(text)}
				onChange={(_, value) => setModelId(value && value.length >= 3 ? value : null)}
				renderInput={(params) => <TextField {...params} label="Model" placeholder="openai/gpt-4o" />}
			/>
			{explained.isError && <ErrorState error={explained.error} onRetry={() => void explained.refetch()} />}
			{explained.isLoading && <Skeleton variant="rounded" height={96} />}
			{explained.data && modelId !== null && (
				<Paper variant="outlined" sx={{ p: 2 }} aria-live="polite">
					<AccessTrace trace={explained.data} />
				</Paper>
			)}
		</Stack>
	);
}
