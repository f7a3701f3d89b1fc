import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import OutlinedInput from "@mui/material/OutlinedInput";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { CopyButton } from "@/components/copy-button.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { ReadingDialog } from "@/components/reading-dialog.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { formatMoment } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import type { ShareTarget } from "./share-button.tsx";

/** Makes, shows and ends the link of a test. */
export default function ShareDialog({ target, onClose }: { target: ShareTarget; onClose: () => void }) {
	const utils = trpc.useUtils();
	const state = trpc.testing.shares.of.useQuery(target);
	const options = {
		onError: useProblemToast(),
		onSuccess: () => {
			void utils.testing.runs.list.invalidate();
			return utils.testing.shares.of.invalidate(target);
		},
	};
	const create = trpc.testing.shares.create.useMutation(options);
	const revoke = trpc.testing.shares.revoke.useMutation(options);
	const share = state.data?.share;
	const link = share ? `${window.location.origin}${paths.sharedTest(share.shareId)}` : "";
	return (
		<ReadingDialog
			title="Share this test"
			maxWidth="sm"
			onClose={onClose}
			aside={
				share && (
					<Button
						color="error"
						loading={revoke.isPending}
						onClick={() => revoke.mutate({ shareId: share.shareId })}
						sx={{ mr: "auto" }}
					>
						End the link
					</Button>
				)
			}
		>
			<Typography variant="body2">
				Whoever is signed in, may use the lab and has the link reads the prompt, the answers and the figures, not the
				images. It stands in no list. What is deleted is gone from it as well.
			</Typography>
			<Box sx={{ mt: 2, minHeight: 72 }}>
				{state.isPending && <Skeleton variant="rounded" height={40} />}
				{state.isError && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
				{state.data && !share && (
					<Button variant="contained" loading={create.isPending} onClick={() => create.mutate(target)}>
						Make a link
					</Button>
				)}
				{share && (
					<>
						<OutlinedInput
							size="small"
							fullWidth
							readOnly
							value={link}
							inputProps={{ "aria-label": "Link" }}
							onFocus={(event) => event.target.select()}
							endAdornment={<CopyButton text={link} label="Copy the link" />}
						/>
						<Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
							Open since {formatMoment(share.createdAt)}
						</Typography>
					</>
				)}
			</Box>
		</ReadingDialog>
	);
}
