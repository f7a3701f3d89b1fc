import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { paths } from "@/lib/paths.ts";
import type { Change } from "./change-groups.ts";
import { sourceWords } from "./source-words.ts";

interface ChangeInboxRowProps {
	change: Change;
	/** Stands beside the model's id. */
	note?: string;
	/** What of it is said above already. */
	said?: readonly string[];
	/** Stands before it, such as a box to choose it. */
	start?: ReactNode;
	/** What can be done about it. */
	children?: ReactNode;
}

/** One change: the model, what was and what is, and where the prices were read and when. */
export function ChangeInboxRow({ change, note, said = [], start, children }: ChangeInboxRowProps) {
	const { modelId, displayName, summary, before, after } = change;
	const evidence = [before?.price, after?.price].map((price) => price && sourceWords(price));
	const told = [...new Set(evidence.map((words) => words ?? "no price known"))];
	return (
		<Box component="li" sx={{ display: "flex", gap: 1, py: 1, borderBottom: 1, borderColor: "divider", fontSize: 13 }}>
			{start}
			<Box sx={{ flex: 1, minWidth: 0, display: "flex", gap: 1, flexWrap: "wrap" }}>
				<Box sx={{ flex: "1 1 220px", minWidth: 0, overflowWrap: "anywhere", fontVariantNumeric: "tabular-nums" }}>
					<Link
						component={RouterLink}
						to={paths.model(modelId)}
						color="textPrimary"
						sx={{ fontWeight: 550, fontSize: 14 }}
					>
						{displayName}
					</Link>
					<Box sx={{ fontSize: 12, color: "text.secondary" }}>{[modelId, note].filter(Boolean).join(" · ")}</Box>
					{summary
						.filter((line) => !said.includes(line))
						.map((line) => (
							<div key={line}>{line}</div>
						))}
					{evidence.some(Boolean) && <Box sx={{ fontSize: 12, color: "text.secondary" }}>{told.join(" → ")}</Box>}
				</Box>
				{children && (
					<Stack direction="row" sx={{ gap: 0.5, alignItems: "flex-start" }}>
						{children}
					</Stack>
				)}
			</Box>
		</Box>
	);
}
