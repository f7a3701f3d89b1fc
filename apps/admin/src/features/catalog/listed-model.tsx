import type { ProviderType } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import { Link as RouterLink } from "react-router";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { paths } from "@/lib/paths.ts";

interface ListedModelProps {
	id: string;
	displayName: string;
	providerType: ProviderType;
	/** Stands beside the id. */
	note: string;
}

/** A model as a line of a table: its name, which leads to its page, and its id below. */
export const ListedModel = ({ id, displayName, providerType, note }: ListedModelProps) => (
	<Box sx={{ minWidth: 0 }}>
		<Stack direction="row" sx={{ alignItems: "center", gap: 0.75 }}>
			<ProviderMark provider={providerType} size={16} />
			<Link component={RouterLink} to={paths.model(id)} color="textPrimary" sx={{ fontWeight: 550 }}>
				{displayName}
			</Link>
		</Stack>
		<Box sx={smallWords}>
			{id} · {note}
		</Box>
	</Box>
);

/** What stands below or beside the words of a cell. */
export const smallWords = { fontSize: 12, color: "text.secondary", overflowWrap: "anywhere" } as const;
