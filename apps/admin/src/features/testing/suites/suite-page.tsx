import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { Link as RouterLink, useParams } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { formatMoment, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { DecisionList } from "./decision-list.tsx";
import { SuiteActions } from "./suite-actions.tsx";
import { SuiteMatrix } from "./suite-matrix.tsx";
import { SuiteProgress } from "./suite-progress.tsx";
import { type Suite, sorts } from "./suite-words.ts";
import { useSuite } from "./use-suite.ts";

const CellDrawer = lazy(() => import("./cell-drawer.tsx"));
const DecideDialog = lazy(() => import("./decide-dialog.tsx"));

const parsers = {
	sort: parseAsStringLiteral(sorts).withDefault("best"),
	/** The cell whose runs are open: its template's place, and its model. */
	template: parseAsInteger,
	model: parseAsString,
};

const truthOf = ({ templates, modelIds, repeats, owner, isOwn, createdAt }: Suite): string =>
	[
		`${plural(templates.length, "template")} × ${plural(modelIds.length, "model")} × ${plural(repeats, "repeat")}`,
		`started ${formatMoment(createdAt)}`,
		...(isOwn ? [] : [`of ${owner}`]),
	].join(" · ");

/** One suite at its own address: how far it is, what it measured, and what was decided from it. */
export default function SuitePage() {
	const { suiteId = "" } = useParams();
	const { suite, streamError } = useSuite(suiteId);
	const [{ sort, template, model }, set] = useQueryStates(parsers, { history: "replace" });
	const [deciding, setDeciding] = useState<string | null>(null);
	const { data } = suite;
	return (
		<PageContainer
			title={data?.name ?? "Suite"}
			truth={
				suite.isPending ? (
					<Skeleton width={320} sx={{ maxWidth: "100%" }} />
				) : (
					<>
						{data && `${truthOf(data)} · `}
						<Link component={RouterLink} to={paths.suites} underline="always">
							All suites
						</Link>
					</>
				)
			}
			action={data?.isOwn && <SuiteActions suite={data} />}
		>
			{suite.isError && <ErrorState error={suite.error} onRetry={() => void suite.refetch()} />}
			{streamError !== null && (
				<ErrorState
					error={streamError}
					title="This page no longer follows the suite"
					onRetry={() => location.reload()}
				/>
			)}
			{suite.isPending && <Skeleton variant="rounded" height={360} />}
			{data && (
				<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
					<SuiteProgress suite={data} />
					<SuiteMatrix
						suite={data}
						sort={sort}
						onSort={(next) => void set({ sort: next })}
						onOpen={(at, modelId) => void set({ template: at, model: modelId }, { history: "push" })}
						onDecide={setDeciding}
					/>
					<DecisionList decisions={data.decisions} />
				</Box>
			)}
			<Suspense fallback={null}>
				{data && template !== null && model !== null && data.modelIds.includes(model) && data.templates[template] && (
					<CellDrawer
						suite={data}
						templateIndex={template}
						modelId={model}
						onClose={() => void set({ template: null, model: null })}
					/>
				)}
				{data && deciding !== null && (
					<DecideDialog suite={data} modelId={deciding} onClose={() => setDeciding(null)} />
				)}
			</Suspense>
		</PageContainer>
	);
}
