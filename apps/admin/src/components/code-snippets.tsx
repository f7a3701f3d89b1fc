import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { type SnippetRequest, snippetsOf } from "@/lib/snippets.ts";
import { trpc } from "@/lib/trpc.ts";
import { CodeBlock } from "./code-block.tsx";

/** A request as code, one language at a time, each with what it needs. */
export function CodeSnippets({ request }: { request: SnippetRequest }) {
	const id = useId();
	const support = trpc.testing.supports.useQuery({ modelIds: [request.modelId] });
	const notes = support.data?.models[0]?.notes ?? [];
	const unsent = notes.flatMap(({ parameter, isSent }) => (isSent ? [] : [parameter]));
	const snippets = snippetsOf(request, { origin: window.location.origin, unsent });
	const [wanted, setWanted] = useState<string>("curl");
	const shown = snippets.find(({ kind }) => kind === wanted) ?? snippets[0];
	if (!shown) return null;
	return (
		<>
			<Tabs
				value={shown.kind}
				onChange={(_, next: string) => setWanted(next)}
				variant="scrollable"
				allowScrollButtonsMobile
				aria-label="Language"
			>
				{snippets.map(({ kind, label }) => (
					<Tab key={kind} value={kind} label={label} id={`${id}-${kind}`} aria-controls={`${id}-code`} />
				))}
			</Tabs>
			<Box role="tabpanel" id={`${id}-code`} aria-labelledby={`${id}-${shown.kind}`}>
				<CodeBlock language={shown.language} code={shown.code} isWhole />
				{shown.notes.map((note) => (
					<Typography key={note} variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
						{note}
					</Typography>
				))}
			</Box>
		</>
	);
}
