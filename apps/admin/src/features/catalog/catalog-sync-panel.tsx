import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import LinearProgress from "@mui/material/LinearProgress";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { formatDuration, plural } from "@/lib/format.ts";
import { hasEnded, keyOf, type SyncState } from "@/lib/sync-state.ts";
import type { CatalogSync } from "@/lib/use-catalog-sync.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import { CatalogSyncItem } from "./catalog-sync-item.tsx";
import { countWords } from "./labels.ts";

interface CatalogSyncPanelProps {
	sync: CatalogSync;
	onReview: () => void;
}

/** A sync as it goes, provider by provider, beside the list and never over the whole of it. */
export default function CatalogSyncPanel({ sync, onReview }: CatalogSyncPanelProps) {
	const { state, isFollowing, isCancelling, error } = sync;
	const { items, end } = state;
	const elapsed = useElapsed(state.startedAt, isFollowing);
	const ended = items.filter(hasEnded).length;
	return (
		<Paper
			component="section"
			aria-label="Catalog sync"
			variant="outlined"
			sx={{
				position: "fixed",
				zIndex: "speedDial",
				right: { xs: 8, md: 24 },
				left: { xs: 8, md: "auto" },
				bottom: { xs: 64, md: 24 },
				width: { md: 400 },
				maxHeight: "min(60dvh, 560px)",
				display: "flex",
				flexDirection: "column",
				boxShadow: 6,
				whiteSpace: "normal",
			}}
		>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, pl: 2, pr: 1, minHeight: 48 }}>
				<Typography variant="h3" component="h2">
					<span role="status">{end ? outcome(end) : "Syncing"}</span>
				</Typography>
				<Typography variant="body2" color="textSecondary" sx={{ flex: 1, fontVariantNumeric: "tabular-nums" }}>
					{end
						? formatDuration(end.elapsedMs)
						: items.length > 0 && `${ended} of ${items.length} · ${formatDuration(elapsed ?? 0)}`}
				</Typography>
				{!end && (
					<Button color="inherit" onClick={sync.cancel} loading={isCancelling}>
						Cancel
					</Button>
				)}
				<IconButton aria-label="Close sync" onClick={sync.close}>
					<CloseIcon fontSize="small" />
				</IconButton>
			</Stack>
			{!end && (
				<LinearProgress
					aria-label="Providers done"
					variant="determinate"
					value={items.length === 0 ? 0 : (ended / items.length) * 100}
					sx={{ height: 2 }}
				/>
			)}
			{error ? (
				<Box sx={{ p: 2 }}>
					<ErrorState error={error} title="The progress is not shown" onRetry={sync.retryEvents} />
				</Box>
			) : (
				<Box
					component="ul"
					aria-label="Providers"
					aria-busy={!end}
					tabIndex={0}
					sx={{ listStyle: "none", m: 0, px: 2, py: 0.5, overflowY: "auto", borderTop: 1, borderColor: "divider" }}
				>
					{items.length === 0 && <Skeleton height={44} />}
					{items.map((item) => (
						<CatalogSyncItem key={keyOf(item)} item={item} />
					))}
				</Box>
			)}
			{end && <Result end={end} onReview={onReview} />}
		</Paper>
	);
}

type End = NonNullable<SyncState["end"]>;

function outcome({ cancelled, succeeded, failed }: End): string {
	if (cancelled) return "Sync cancelled";
	if (failed === 0) return `Synced ${plural(succeeded, "provider")}`;
	return `Synced ${succeeded} of ${plural(succeeded + failed, "provider")}`;
}

function Result({ end: { counts, modelsFound }, onReview }: { end: End; onReview: () => void }) {
	const changes = countWords(counts);
	return (
		<Stack
			direction="row"
			sx={{ alignItems: "center", gap: 1, px: 2, minHeight: 44, borderTop: 1, borderColor: "divider" }}
		>
			<Typography variant="body2" sx={{ flex: 1 }}>
				{[plural(modelsFound, "model"), ...(changes.length > 0 ? changes : ["nothing changed"])].join(" · ")}
			</Typography>
			{changes.length > 0 && <Button onClick={onReview}>{counts.pending > 0 ? "Review" : "Show changes"}</Button>}
		</Stack>
	);
}
