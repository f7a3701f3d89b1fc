import AddIcon from "@mui/icons-material/Add";
import DescriptionIcon from "@mui/icons-material/DescriptionOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import type { MenuAction } from "@/components/more-menu.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { byCategory } from "../by-category.ts";
import { copyOf, emptyTemplate, fieldsOf, type Template } from "./template-fields.ts";
import { TemplateFilters } from "./template-filters.tsx";
import { TemplateRow } from "./template-row.tsx";
import { useTemplateActions } from "./use-template-actions.ts";
import { useTemplateView } from "./use-template-view.ts";

const TemplateDialog = lazy(() => import("./template-dialog.tsx"));

/** All prompts to start from: the built-in ones, one's own, and what others share. */
export default function TemplatesPage() {
	const { user, isAdmin } = useSession();
	const mayWrite = user?.role !== "viewer";
	const view = useTemplateView();
	const actions = useTemplateActions();
	const templates = trpc.testing.templates.list.useQuery();
	const all = templates.data ?? [];
	const shown = all.filter(view.shows);
	const own = all.filter(({ isOwn }) => isOwn).length;
	const edited = all.find(({ id }) => id === view.edit && mayWrite);
	const copied = all.find(({ id }) => id === view.copy);
	const start =
		view.edit === "new" ? (copied ? copyOf(copied) : emptyTemplate) : edited?.isOwn ? fieldsOf(edited) : null;
	const actionsOf = (template: Template): MenuAction[] => [
		...(template.isOwn && mayWrite
			? [
					{ label: "Edit", onPick: () => view.open(template.id) },
					{ label: template.isShared ? "Stop sharing" : "Share", onPick: () => actions.share(template) },
				]
			: []),
		...(mayWrite ? [{ label: "Duplicate", onPick: () => view.open("new", template.id) }] : []),
		{ label: "Copy link", onPick: () => void actions.copyLink(template) },
		...((template.isOwn && mayWrite) || (isAdmin && template.author !== null)
			? [{ label: "Delete", isDanger: true, onPick: () => actions.remove(template) }]
			: []),
	];
	return (
		<PageContainer
			title="Templates"
			truth={
				templates.isPending ? (
					<Skeleton width={260} />
				) : (
					templates.data && `${plural(all.length, "template")} · ${own} of your own`
				)
			}
			action={
				mayWrite && (
					<Button variant="contained" startIcon={<AddIcon />} onClick={() => view.open("new")}>
						New template
					</Button>
				)
			}
		>
			<TemplateFilters view={view} templates={all} />
			{templates.isError && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
			{templates.isPending && <Skeleton variant="rounded" height={420} />}
			{templates.data && shown.length === 0 && (
				<EmptyState icon={DescriptionIcon} title="No template fits">
					{view.from === "own" && own === 0
						? "Save a prompt of the lab as a template, or write one here."
						: "Take a filter away, or search for other words."}
				</EmptyState>
			)}
			{byCategory(shown).map(([category, entries]) => (
				<Paper key={category} component="section" variant="outlined" aria-label={category} sx={{ mb: 2 }}>
					<Box component="h2" sx={{ m: 0, px: 2, py: 1, fontSize: 13, fontWeight: 600, textTransform: "capitalize" }}>
						{category}
					</Box>
					<Box component="ul" sx={{ m: 0, p: 0 }}>
						{entries.map((template) => (
							<TemplateRow key={template.id} template={template} actions={actionsOf(template)} />
						))}
					</Box>
				</Paper>
			))}
			{start && templates.data && (
				<Suspense fallback={null}>
					<TemplateDialog
						key={`${view.edit} ${view.copy}`}
						id={view.edit === "new" ? null : view.edit}
						start={start}
						onClose={view.close}
					/>
				</Suspense>
			)}
		</PageContainer>
	);
}
