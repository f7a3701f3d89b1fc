import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";
import { FormerVersions } from "./former-versions.tsx";
import { GraceStep } from "./grace-step.tsx";
import { PromoteStep } from "./promote-step.tsx";
import { RotationSteps } from "./rotation-steps.tsx";
import { StageStep } from "./stage-step.tsx";
import type { ProviderFacts } from "./types.ts";
import { VersionPanel } from "./version-panel.tsx";

interface RotationDialogProps {
	providerId: string;
	facts: ProviderFacts | undefined;
	onClose: () => void;
}

/** Brings a key from one secret to the next: both slots, what each paid for, and the step that comes next. */
export default function RotationDialog({ providerId, facts, onClose }: RotationDialogProps) {
	const titleId = useId();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
	const status = trpc.keys.rotate.status.useQuery({ providerId }, { refetchInterval: 3_000 });
	const rotation = status.data;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="md" fullScreen={narrow}>
			<DialogTitle id={titleId} sx={{ pr: 6 }}>
				{rotation ? `Rotate the key of ${rotation.name}` : "Rotate a key"}
			</DialogTitle>
			<IconButton aria-label="Close" onClick={onClose} sx={{ position: "absolute", right: 12, top: 14 }}>
				<CloseIcon fontSize="small" />
			</IconButton>
			<DialogContent sx={{ display: "grid", gap: 2.5, gridTemplateColumns: "minmax(0, 1fr)", alignContent: "start" }}>
				{status.error && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
				{!rotation && !status.error && <Skeleton variant="rounded" height={360} />}
				{rotation && (
					<>
						<RotationSteps slot={rotation.slot} />
						<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
							<VersionPanel version={rotation.active} beside={rotation.slot} />
							{rotation.slot && <VersionPanel version={rotation.slot} beside={rotation.active} />}
							{!rotation.slot && <StageStep key={rotation.active.version} rotation={rotation} facts={facts} />}
						</Box>
						{rotation.slot && rotation.slot.state !== "grace" && (
							<PromoteStep
								key={`${rotation.slot.version}`}
								rotation={rotation}
								slot={rotation.slot}
								getKeyUrl={facts?.getKeyUrl ?? null}
							/>
						)}
						{rotation.slot?.state === "grace" && <GraceStep rotation={rotation} slot={rotation.slot} />}
						<FormerVersions versions={rotation.retired} />
					</>
				)}
			</DialogContent>
		</Dialog>
	);
}
