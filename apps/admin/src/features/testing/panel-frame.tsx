import Box from "@mui/material/Box";
import Divider from "@mui/material/Divider";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { providerOf } from "@/lib/model-id.ts";
import { letterOf, type Place } from "./places.ts";

interface PanelFrameProps {
	place: Pick<Place, "position" | "isVeiled">;
	/** Null while it is not known yet. */
	modelId: string | null;
	status: ReactNode;
	actions?: ReactNode;
	/** The figures at the foot. */
	foot?: ReactNode;
	children: ReactNode;
}

/** The name of a panel's region: its model, or its letter while names are hidden. */
export const panelName = ({ position, isVeiled }: PanelFrameProps["place"], modelId: string | null): string => {
	if (isVeiled) return `Answer ${letterOf(position)}`;
	return modelId ? `Answer of ${modelId}` : "Answer";
};

/** A panel's border, its head and its foot: which model, how it stands, what can be done. What is between them scrolls. */
export function PanelFrame({ place, modelId, status, actions, foot, children }: PanelFrameProps) {
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label={panelName(place, modelId)}
			sx={{ display: "flex", flexDirection: "column", minWidth: 0, height: "100%", containerType: "inline-size" }}
		>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, pl: 2, pr: 1, minHeight: 44 }}>
				<PanelTitle place={place} modelId={modelId} />
				{status}
				<Stack direction="row" sx={{ flexShrink: 0 }}>
					{actions}
				</Stack>
			</Stack>
			<Divider />
			<Box sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column", position: "relative" }}>
				{children}
			</Box>
			{foot && (
				<>
					<Divider />
					<Box sx={{ px: 2, py: 1 }}>{foot}</Box>
				</>
			)}
		</Paper>
	);
}

function PanelTitle({ place, modelId }: Pick<PanelFrameProps, "place" | "modelId">) {
	const name = place.isVeiled ? `Model ${letterOf(place.position)}` : modelId;
	if (name === null) return <Skeleton width={160} sx={{ mr: "auto" }} />;
	return (
		<>
			{modelId && !place.isVeiled && <ProviderMark provider={providerOf(modelId)} />}
			<Box
				component="h2"
				title={name}
				sx={{
					m: 0,
					fontSize: 13,
					fontWeight: 600,
					lineHeight: 1.25,
					flex: 1,
					minWidth: 0,
					overflow: "hidden",
					overflowWrap: "anywhere",
					display: "-webkit-box",
					WebkitLineClamp: 2,
					WebkitBoxOrient: "vertical",
				}}
			>
				{name}
			</Box>
		</>
	);
}
