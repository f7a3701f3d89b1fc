import type { RouterOutputs } from "@llm-hub/api/types";
import EventIcon from "@mui/icons-material/EventAvailableOutlined";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { formatCount, formatDay, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { bandOrder } from "./band-words.ts";
import { LifecycleBandSection } from "./lifecycle-band.tsx";
import { LifecycleSelection } from "./lifecycle-selection.tsx";
import { useLifecycleExport } from "./use-lifecycle-export.ts";

/** Which models end when, who uses them, and what to move where. */
export default function LifecyclePage() {
	const { isAdmin } = useSession();
	const radar = trpc.catalog.lifecycle.show.useQuery();
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const download = useLifecycleExport();
	const models = radar.data?.models ?? [];
	// What was disabled meanwhile has left the radar.
	const selected = models.map(({ modelId }) => modelId).filter((id) => chosen.has(id));
	const toggle = (id: string, on: boolean) =>
		setChosen((last) => new Set(on ? [...last, id] : [...last].filter((other) => other !== id)));
	return (
		<PageContainer
			title="Lifecycle radar"
			truth={radar.data ? truthOf(radar.data) : radar.isPending && <Skeleton width={320} />}
			action={
				isAdmin && (
					<Button
						variant="outlined"
						color="inherit"
						startIcon={<DownloadIcon />}
						loading={download.isPending}
						loadingPosition="start"
						disabled={models.length === 0}
						onClick={() => download.mutate()}
					>
						Export CSV
					</Button>
				)
			}
		>
			{radar.isError && <ErrorState error={radar.error} onRetry={() => void radar.refetch()} />}
			{radar.isPending && shape}
			{radar.data && models.length === 0 && (
				<EmptyState
					icon={EventIcon}
					title="No source gave a date for any enabled model"
					action={
						<Link component={RouterLink} underline="always" to={paths.catalog}>
							Back to the catalog
						</Link>
					}
				>
					That is no promise that all {formatCount(radar.data.enabled)} stay: only OpenRouter and Mistral list dates,
					and the shipped catalog knows some. A sync asks again.
				</EmptyState>
			)}
			<Stack sx={{ gap: 3 }}>
				{selected.length > 0 && <LifecycleSelection ids={selected} onClear={() => setChosen(new Set())} />}
				{bandOrder.map((band) => (
					<LifecycleBandSection
						key={band}
						band={band}
						models={models.filter((model) => model.band === band)}
						total={radar.data?.counts[band] ?? 0}
						chosen={chosen}
						onToggle={isAdmin ? toggle : undefined}
					/>
				))}
			</Stack>
			{radar.data && <LeftOut radar={radar.data} isAdmin={isAdmin} />}
		</PageContainer>
	);
}

type Radar = RouterOutputs["catalog"]["lifecycle"]["show"];

const truthOf = ({ today, dated, enabled, counts }: Radar) =>
	[
		`${formatCount(dated)} of ${plural(enabled, "enabled model")} ${dated === 1 ? "has" : "have"} an announced end`,
		`${formatCount(counts.within30)} within 30 days`,
		`as of ${formatDay(today)}`,
	].join(" · ");

/** What nobody used or names is told as a number. */
function LeftOut({ radar: { goneUnused, vanishedUnused, days }, isAdmin }: { radar: Radar; isAdmin: boolean }) {
	if (goneUnused + vanishedUnused === 0) return null;
	return (
		<Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
			Not shown, for nobody used them in the last {days} days and nothing names them: {formatCount(goneUnused)} retired,{" "}
			{formatCount(vanishedUnused)} that a provider&apos;s list no longer has.{" "}
			{isAdmin && vanishedUnused > 0 && (
				<Link component={RouterLink} underline="always" to={`${paths.catalog}?changes=true`}>
					Decide about them
				</Link>
			)}
		</Typography>
	);
}

const shape = (
	<Stack sx={{ gap: 2 }} aria-busy>
		{["a", "b"].map((band) => (
			<Skeleton key={band} variant="rounded" height={200} />
		))}
	</Stack>
);
