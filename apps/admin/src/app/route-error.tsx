import Button from "@mui/material/Button";
import { useEffect, useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { useOnline } from "@/lib/use-online.ts";

// A page's file is gone when a newer version was deployed; the browsers word it differently.
const isStaleChunk = (error: unknown) =>
	error instanceof TypeError && /import|module script|dynamically imported/i.test(error.message);

const awaited = {
	heading: "The network is gone",
	title: "A part of this page could not be loaded",
	reason: "It was not needed before. The page is loaded again by itself when the network is back.",
};
const renewed = {
	heading: "A newer version is here",
	title: "The page could not be loaded",
	reason: "LLM Hub was updated, or the connection is gone. Reload to go on.",
};
const broken = { heading: "This page broke", title: "This page broke", reason: null };

/** A page that broke while it was drawn, or whose code could not be loaded. */
export function RouteError({ error }: { error: unknown }) {
	const stale = isStaleChunk(error);
	const isOnline = useOnline();
	const [isAwaited] = useState(stale && !isOnline);
	useEffect(() => {
		if (isAwaited && isOnline) window.location.reload();
	}, [isAwaited, isOnline]);
	const { heading, title, reason } = isAwaited ? awaited : stale ? renewed : broken;
	return (
		<PageContainer title={heading}>
			<ErrorState title={title} error={reason ? new Error(reason) : error} />
			<Button variant="contained" sx={{ mt: 2 }} onClick={() => window.location.reload()}>
				Reload
			</Button>
		</PageContainer>
	);
}
