import AddIcon from "@mui/icons-material/Add";
import ChecklistIcon from "@mui/icons-material/Checklist";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import { keepPreviousData } from "@tanstack/react-query";
import { parseAsBoolean, parseAsInteger, useQueryStates } from "nuqs";
import { Link as RouterLink } from "react-router";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatUsd, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { SuiteBar } from "./suite-bar.tsx";
import { isLive, type SuiteProgress, spentOf, stateOf } from "./suite-words.ts";

const pageSize = 20;
const liveMs = 3_000;

const NameLink = ({ suite }: { suite: SuiteProgress }) => (
	<Link
		component={RouterLink}
		to={paths.suite(suite.suiteId)}
		underline="hover"
		color="inherit"
		sx={{ fontWeight: 550, overflowWrap: "anywhere" }}
	>
		{suite.name}
	</Link>
);
const State = ({ suite }: { suite: SuiteProgress }) => {
	const { look, words } = stateOf(suite);
	return <StatusWord look={look}>{words}</StatusWord>;
};
const shapeOf = ({ templates, modelIds, repeats }: SuiteProgress): string =>
	`${plural(templates, "template")} × ${plural(modelIds.length, "model")} × ${repeats}`;
const spentOfCap = (suite: SuiteProgress): string =>
	suite.capUsd === null ? spentOf(suite) : `${spentOf(suite)} of ${formatUsd(suite.capUsd)}`;

const columns: Column<SuiteProgress>[] = [
	{ label: "Suite", width: "30%", cell: (suite) => <NameLink suite={suite} /> },
	{ label: "State", cell: (suite) => <State suite={suite} /> },
	{ label: "Progress", width: 180, cell: (suite) => <SuiteBar suite={suite} /> },
	{ label: "What", cell: shapeOf },
	{ label: "Spent", numeric: true, cell: spentOfCap },
	{ label: "Started", numeric: true, cell: ({ createdAt }) => formatAgo(createdAt) },
];
const ownerColumn: Column<SuiteProgress> = { label: "Of", cell: ({ owner }) => owner };

/** One's suites, the newest first. */
export default function SuitesPage() {
	const { user, isAdmin } = useSession();
	const [{ everybody, from }, set] = useQueryStates({
		everybody: parseAsBoolean.withDefault(false),
		from: parseAsInteger.withDefault(0),
	});
	const suites = trpc.testing.suites.list.useQuery(
		{ limit: pageSize, offset: from, everybody: everybody && isAdmin },
		{
			placeholderData: keepPreviousData,
			refetchInterval: ({ state }) => (state.data?.suites.some(isLive) ? liveMs : false),
		},
	);
	const total = suites.data?.total ?? 0;
	const create = user?.role !== "viewer" && (
		<Button component={RouterLink} to={paths.newSuite()} variant="contained" startIcon={<AddIcon />}>
			New suite
		</Button>
	);
	return (
		<PageContainer
			title="Suites"
			truth={
				suites.isPending ? (
					<Skeleton width={260} />
				) : (
					suites.data && `${plural(total, "suite")} · templates × models × repeats, run as one`
				)
			}
			action={create}
		>
			{isAdmin && (
				<FormControlLabel
					label="Everybody's"
					control={
						<Switch
							size="small"
							checked={everybody}
							onChange={(_, next) => void set({ everybody: next || null, from: null })}
						/>
					}
					sx={{ mb: 1, ml: -0.5 }}
				/>
			)}
			{suites.isError && <ErrorState error={suites.error} onRetry={() => void suites.refetch()} />}
			{!suites.isError && (
				<DataTable
					label="Suites"
					columns={everybody && isAdmin ? [...columns, ownerColumn] : columns}
					rows={suites.data?.suites}
					keyOf={({ suiteId }) => suiteId}
					isStale={suites.isPlaceholderData}
					narrow={(suite) => (
						<>
							<TwoLines first={<NameLink suite={suite} />} second={shapeOf(suite)} end={<State suite={suite} />} />
							<SuiteBar suite={suite} />
							<Box sx={{ fontSize: 12, color: "text.secondary", fontVariantNumeric: "tabular-nums" }}>
								{[spentOfCap(suite), formatAgo(suite.createdAt), ...(everybody ? [suite.owner] : [])].join(" · ")}
							</Box>
						</>
					)}
					empty={
						<EmptyState icon={ChecklistIcon} title="No suite yet" action={create}>
							A suite runs your templates on several models, again and again, and shows which model passes their checks,
							how surely, and what a pass costs.
						</EmptyState>
					}
				/>
			)}
			{total > pageSize && (
				<Stack direction="row" sx={{ gap: 1, mt: 1, justifyContent: "flex-end" }}>
					<Button
						color="inherit"
						disabled={from === 0}
						onClick={() => void set({ from: Math.max(0, from - pageSize) })}
					>
						Newer
					</Button>
					<Button
						color="inherit"
						disabled={from + pageSize >= total}
						onClick={() => void set({ from: from + pageSize })}
					>
						Older
					</Button>
				</Stack>
			)}
		</PageContainer>
	);
}
