import DescriptionIcon from "@mui/icons-material/DescriptionOutlined";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import ListItemText from "@mui/material/ListItemText";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { lazy, Suspense, useState } from "react";
import { useFormContext } from "react-hook-form";
import { useNavigate } from "react-router";
import { describeProblem } from "@/lib/errors.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { byCategory } from "./by-category.ts";
import type { DraftFields } from "./composer/draft.ts";
import { draftInput } from "./composer/draft-input.ts";
import type { SuiteBegin } from "./suites/suite-fields.ts";
import { isUnchanged, templateOfDraft } from "./templates/draft-template.ts";
import type { Template, TemplateFields } from "./templates/template-fields.ts";

const TemplateDialog = lazy(() => import("./templates/template-dialog.tsx"));

interface TemplateMenuProps {
	/** On which a suite of the prompt would run. */
	modelIds: readonly string[];
	onPick: (template: Template) => void;
}

interface Saving {
	start: TemplateFields;
	note: string | null;
	/** Goes on to a suite with it. */
	forSuite: boolean;
}

/** The prompts to start from, by category; and the way to make the composer's prompt one of them. */
export function TemplateMenu({ modelIds, onPick }: TemplateMenuProps) {
	const navigate = useNavigate();
	const { user } = useSession();
	const { getValues, setValue } = useFormContext<DraftFields>();
	const templates = trpc.testing.templates.list.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const [saving, setSaving] = useState<Saving | null>(null);
	const goToSuite = (templateId: string) => {
		const draft = getValues();
		const { costCapUsd: _, ...parameters } = draftInput(draft).input.parameters;
		const state: SuiteBegin = { variables: draft.variables, parameters };
		void navigate(paths.newSuite([templateId], modelIds), { state });
	};
	/** With the template that the prompt still is, or saved as one first. */
	const makeSuite = () => {
		const draft = getValues();
		const from = templates.data?.find(({ id }) => id === draft.templateId);
		if (from && isUnchanged(draft, from)) goToSuite(from.id);
		else setSaving({ ...templateOfDraft(draft), forSuite: true });
	};
	const pick = (act: () => void) => () => {
		setAnchor(null);
		act();
	};
	return (
		<>
			<Button
				color="inherit"
				variant="outlined"
				startIcon={<DescriptionIcon />}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				Templates
			</Button>
			<Menu
				anchorEl={anchor}
				open={anchor !== null}
				onClose={() => setAnchor(null)}
				slotProps={{ paper: { sx: { maxWidth: 420, maxHeight: 520 } } }}
			>
				{user?.role !== "viewer" && (
					<MenuItem onClick={pick(() => setSaving({ ...templateOfDraft(getValues()), forSuite: false }))}>
						Save this prompt as a template…
					</MenuItem>
				)}
				{user?.role !== "viewer" && <MenuItem onClick={pick(makeSuite)}>Make a suite of this prompt…</MenuItem>}
				<MenuItem onClick={pick(() => void navigate(paths.templates))}>All templates…</MenuItem>
				<Divider />
				{templates.isPending && <MenuItem disabled>Loading templates…</MenuItem>}
				{templates.isError && <MenuItem disabled>{describeProblem(templates.error).message}</MenuItem>}
				{byCategory(templates.data ?? []).flatMap(([category, entries]) => [
					<ListSubheader key={category} role="presentation" sx={{ lineHeight: 2.4, textTransform: "capitalize" }}>
						{category}
					</ListSubheader>,
					...entries.map((template) => (
						<MenuItem key={template.id} onClick={pick(() => onPick(template))}>
							<ListItemText
								primary={template.name}
								secondary={template.description || template.prompt.slice(0, 120)}
								slotProps={{ secondary: { sx: { whiteSpace: "normal" } } }}
							/>
						</MenuItem>
					)),
				])}
			</Menu>
			{saving && (
				<Suspense fallback={null}>
					<TemplateDialog
						id={null}
						start={saving.start}
						note={saving.note}
						saveLabel={saving.forSuite ? "Save and go on" : "Save"}
						onClose={() => setSaving(null)}
						onSaved={({ id }) => {
							// The next runs are judged by its checks.
							setValue("templateId", id, { shouldDirty: true });
							if (saving.forSuite) goToSuite(id);
						}}
					/>
				</Suspense>
			)}
		</>
	);
}
