import Button from "@mui/material/Button";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";

// A page's file is gone when a newer version was deployed; the browsers word it differently.
const isStaleChunk = (error: unknown) =>
	error instanceof TypeError && /import|module script|dynamically imported/i.test(error.message);

/** A page that broke while it was drawn, or whose code could not be loaded. */
export function RouteError({ error }: { error: unknown }) {
	const stale = isStaleChunk(error);
	return (
		<PageContainer title={stale ? "A newer version is here" : "This page broke"}>
			<ErrorState
				title={stale ? "The page could not be loaded" : "This page broke"}
				error={stale ? new Error("LLM Hub was updated, or the connection is gone. Reload to go on.") : error}
			/>
			<Button variant="contained" sx={{ mt: 2 }} onClick={() => window.location.reload()}>
				Reload
			</Button>
		</PageContainer>
	);
}
