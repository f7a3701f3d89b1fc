import Box from "@mui/material/Box";
import Divider from "@mui/material/Divider";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { providerOf } from "@/lib/model-id.ts";

interface PanelFrameProps {
	modelId: string | null;
	status: ReactNode;
	actions?: ReactNode;
	children: ReactNode;
}

/** A panel's border and its head: which model, how it stands, what can be done. */
export function PanelFrame({ modelId, status, actions, children }: PanelFrameProps) {
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label={modelId ? `Answer of ${modelId}` : "Answer"}
			sx={{ display: "flex", flexDirection: "column", minWidth: 0, minHeight: 240 }}
		>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, px: 2, minHeight: 48 }}>
				{modelId ? (
					<>
						<ProviderMark provider={providerOf(modelId)} />
						<Box
							component="h2"
							sx={{ m: 0, fontSize: 14, fontWeight: 600, flex: 1, minWidth: 0, overflowWrap: "anywhere" }}
						>
							{modelId}
						</Box>
					</>
				) : (
					<Skeleton width={160} sx={{ mr: "auto" }} />
				)}
				{status}
				{actions}
			</Stack>
			<Divider />
			{children}
		</Paper>
	);
}
