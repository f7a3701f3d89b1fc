import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { type MenuAction, MoreMenu } from "@/components/more-menu.tsx";
import { plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import type { Template } from "./template-fields.ts";

/** Whose it is and who sees it. */
const markOf = ({ author, isOwn, isShared }: Template): string => {
	if (author === null) return "built-in";
	if (!isOwn) return `shared by ${author}`;
	return isShared ? "yours, shared" : "yours";
};

/** One template: its name leads into the lab with it. */
export function TemplateRow({ template, actions }: { template: Template; actions: MenuAction[] }) {
	const { id, name, description, prompt, checks } = template;
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
			<MoreMenu label={`Actions of ${name}`} actions={actions} />
		</Box>
	);
}
