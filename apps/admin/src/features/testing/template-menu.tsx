import type { RouterOutputs } from "@llm-hub/api/types";
import DescriptionIcon from "@mui/icons-material/DescriptionOutlined";
import Button from "@mui/material/Button";
import ListItemText from "@mui/material/ListItemText";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";

export type Template = RouterOutputs["testing"]["templates"]["list"][number];

const byCategory = (templates: Template[]): [category: string, templates: Template[]][] => {
	const groups = new Map<string, Template[]>();
	for (const template of templates) groups.set(template.category, [...(groups.get(template.category) ?? []), template]);
	return [...groups];
};

/** The ready-made prompts, by category. */
export function TemplateMenu({ onPick }: { onPick: (template: Template) => void }) {
	const templates = trpc.testing.templates.list.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
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
				{templates.isPending && <MenuItem disabled>Loading templates…</MenuItem>}
				{templates.isError && <MenuItem disabled>{describeProblem(templates.error).message}</MenuItem>}
				{byCategory(templates.data ?? []).flatMap(([category, entries]) => [
					<ListSubheader key={category} role="presentation" sx={{ lineHeight: 2.4, textTransform: "capitalize" }}>
						{category}
					</ListSubheader>,
					...entries.map((template) => (
						<MenuItem
							key={template.id}
							onClick={() => {
								onPick(template);
								setAnchor(null);
							}}
						>
							<ListItemText
								primary={template.name}
								secondary={template.description}
								slotProps={{ secondary: { sx: { whiteSpace: "normal" } } }}
							/>
						</MenuItem>
					)),
				])}
			</Menu>
		</>
	);
}
