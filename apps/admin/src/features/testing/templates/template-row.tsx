import MoreIcon from "@mui/icons-material/MoreVert";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import type { Template } from "./template-fields.ts";

export interface RowAction {
	label: string;
	onPick: () => void;
}

/** Whose it is and who sees it. */
const markOf = ({ author, isOwn, isShared }: Template): string => {
	if (author === null) return "built-in";
	if (!isOwn) return `shared by ${author}`;
	return isShared ? "yours, shared" : "yours";
};

/** One template: its name leads into the lab with it. */
export function TemplateRow({ template, actions }: { template: Template; actions: RowAction[] }) {
	const { id, name, description, prompt, checks } = template;
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<Box
			component="li"
			sx={{
				display: "flex",
				alignItems: "center",
				gap: 1.5,
				px: 2,
				py: 1,
				borderTop: 1,
				borderColor: "divider",
				listStyle: "none",
			}}
		>
			<Box sx={{ flex: 1, minWidth: 0 }}>
				<Link component={RouterLink} to={paths.template(id)} underline="hover" color="inherit" sx={{ fontWeight: 550 }}>
					{name}
				</Link>
				<Box
					sx={{
						fontSize: 13,
						color: "text.secondary",
						overflow: "hidden",
						textOverflow: "ellipsis",
						whiteSpace: { sm: "nowrap" },
						display: { xs: "-webkit-box", sm: "block" },
						WebkitLineClamp: 2,
						WebkitBoxOrient: "vertical",
					}}
				>
					{description || prompt}
				</Box>
			</Box>
			<Box
				sx={{ flexShrink: 0, textAlign: "right", fontSize: 13, color: "text.secondary", maxWidth: { xs: 96, sm: 240 } }}
			>
				<div>{markOf(template)}</div>
				{checks.length > 0 && <div>{plural(checks.length, "check")}</div>}
			</Box>
			<IconButton
				aria-label={`Actions of ${name}`}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				<MoreIcon fontSize="small" />
			</IconButton>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
				{actions.map(({ label, onPick }) => (
					<MenuItem
						key={label}
						onClick={() => {
							setAnchor(null);
							onPick();
						}}
					>
						{label}
					</MenuItem>
				))}
			</Menu>
		</Box>
	);
}
