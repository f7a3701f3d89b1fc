import Button from "@mui/material/Button";
import { useEffect, useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { useOnline } from "@/lib/use-online.ts";

// A page's file is gone when a newer version was deployed; the browsers word it differently.
const isStaleChunk = (error: unknown) =>
	error instanceof TypeError && /import|module script|dynamically imported/i.test(error.message);

/** A page that broke while it was drawn, or whose code could not be loaded. */
export function RouteError({ error }: { error: unknown }) {
	const stale = isStaleChunk(error);
	const isOnline = useOnline();
	const [isAwaited] = useState(stale && !isOnline);
	useEffect(() => {
		if (isAwaited && isOnline) window.location.reload();
	}, [isAwaited, isOnline]);
	if (isAwaited) {
		return (
			<PageContainer title="This page is still to come">
				<ErrorState
					title="The page could not be loaded"
					error={new Error("It was not opened before the network went. It comes by itself when that is back.")}
				/>
			</PageContainer>
		);
	}
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
