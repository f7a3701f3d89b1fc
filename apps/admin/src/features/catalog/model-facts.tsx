import type { RouterOutputs } from "@llm-hub/api/types";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { lazy, Suspense } from "react";
import { useSession } from "@/lib/session.ts";
import { ChangeInboxNotice } from "./change-inbox-notice.tsx";
import { Measured } from "./measured.tsx";
import { AdminAction } from "./model/admin-actions.tsx";
import { ModelAccess } from "./model/model-access.tsx";
import { ModelBasics } from "./model/model-basics.tsx";
import { ModelDecisions } from "./model/model-decisions.tsx";
import { ModelEnd } from "./model/model-end.tsx";
import { ModelHeader } from "./model/model-header.tsx";
import { PriceOverride } from "./model/price-override.tsx";
import { Section, type SectionName, SectionNav, sectionNames } from "./model/section.tsx";
import { PriceHistory } from "./price-history.tsx";
import { PriceTable } from "./price-table.tsx";
import type { PendingChange } from "./use-pending-changes.ts";

const SimilarModels = lazy(() => import("./model/similar-models.tsx"));
const ModelCode = lazy(() => import("./model/model-code.tsx"));

export type ModelDetail = RouterOutputs["catalog"]["byId"];

/** What only somebody who is signed in is told. */
const ofMembers: ReadonlySet<SectionName> = new Set(["measured", "decisions", "code", "similar"]);

/** Everything that is known of a model, in the order in which people ask, with where each fact was read and when. */
export function ModelFacts({ model, changes }: { model: ModelDetail; changes: PendingChange[] }) {
	const { user, isAdmin } = useSession();
	const { id } = model;
	const isChat = model.capabilities.includes("chat");
	const names = (Object.keys(sectionNames) as SectionName[]).filter(
		(name) => (user || !ofMembers.has(name)) && (isChat || name !== "code"),
	);
	const has = (name: SectionName) => names.includes(name);
	const canTest = model.enabled && model.retiredAt === null && model.usability?.usable !== false;
	return (
		// Nothing of one model stays on the page of the next.
		<Stack key={id} sx={{ px: { xs: 2, sm: 3 }, pb: 4, gap: 3, overflowY: "auto" }}>
			<Stack sx={{ pt: 3 }}>
				<ModelHeader model={model} canTest={canTest} />
			</Stack>
			<SectionNav names={names} />
			<Section name="facts" action={isAdmin && <AdminAction modelId={id} action="alias" />}>
				<ModelBasics model={model} />
			</Section>
			<Section name="price" action={isAdmin && <AdminAction modelId={id} action="price" />}>
				<ChangeInboxNotice changes={changes} />
				<PriceTable price={model.price} priceState={model.priceState} />
				{isAdmin && model.priceSource === "override" && <PriceOverride modelId={id} />}
			</Section>
			{has("measured") && (
				<Section name="measured">
					<Measured modelId={id} canTest={canTest} />
				</Section>
			)}
			{has("decisions") && (
				<Section name="decisions">
					<ModelDecisions modelId={id} />
				</Section>
			)}
			<Section name="history">
				<PriceHistory modelId={id} />
			</Section>
			<Section name="end">
				<ModelEnd model={model} />
			</Section>
			<Section name="access">
				<ModelAccess model={model} />
			</Section>
			{has("code") && (
				<Section name="code">
					<Suspense fallback={<Skeleton variant="rounded" height={280} />}>
						<ModelCode modelId={id} />
					</Suspense>
				</Section>
			)}
			{has("similar") && (
				<Section name="similar">
					<Suspense fallback={<Skeleton variant="rounded" height={320} />}>
						<SimilarModels modelId={id} />
					</Suspense>
				</Section>
			)}
		</Stack>
	);
}
