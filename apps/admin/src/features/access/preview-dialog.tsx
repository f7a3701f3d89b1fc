import type { RouterInputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useEffect, useId } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { useToast } from "@/components/toast.tsx";
import { formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { TierChange } from "./tier-change.tsx";

interface PreviewDialogProps {
	toSave: RouterInputs["access"]["rules"]["save"];
	onSaved: () => void;
	onClose: () => void;
}

/** Who would gain and who would lose which models, before it is saved. */
export function PreviewDialog({ toSave, onSaved, onClose }: PreviewDialogProps) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const preview = trpc.access.rules.preview.useMutation();
	const { mutate, data } = preview;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the preview is of the draft with which the dialog opened.
	useEffect(() => mutate({ rules: toSave.rules }), []);
	const save = trpc.access.rules.save.useMutation({
		onSuccess: async (rules) => {
			utils.access.rules.list.setData(undefined, rules);
			void utils.access.invalidate();
			void utils.catalog.invalidate();
			toast({ message: "Saved. The rules decide from the next call on." });
			onSaved();
		},
	});
	const changed = data?.tiers.filter(({ gained, lost, changed: other }) => gained + lost + other > 0);
	const problem = save.error ?? preview.error;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
			<DialogTitle id={titleId}>What these rules change</DialogTitle>
			<DialogContent sx={{ pt: 0 }} aria-live="polite">
				<Stack sx={{ gap: 2 }}>
					{preview.isPending && <Skeleton variant="rounded" height={96} />}
					{changed?.length === 0 && (
						<Typography variant="body2">
							Nobody gains or loses any of the {formatCount(data?.models ?? 0)} enabled models.
						</Typography>
					)}
					{changed?.map((tier) => (
						<TierChange key={tier.tierCode} tier={tier} />
					))}
					{problem && <ErrorState error={problem} title="Nothing was saved" />}
				</Stack>
			</DialogContent>
			<DialogActions sx={{ px: 3, pb: 2 }}>
				<Button color="inherit" onClick={onClose}>
					Back to the rules
				</Button>
				<Button variant="contained" disabled={!data} loading={save.isPending} onClick={() => save.mutate(toSave)}>
					Save rules
				</Button>
			</DialogActions>
		</Dialog>
	);
}
