import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ProviderMark } from "@/components/provider-mark.tsx";
import type { CatalogSync } from "@/lib/use-catalog-sync.ts";
import { KeyEntry } from "./key-entry.tsx";
import { ModelsLine } from "./models-line.tsx";
import type { CardActions, ProviderGroup } from "./types.ts";
import { useReorder } from "./use-reorder.ts";

const sourceNames = {
	database: "Database",
	environment: "Environment",
	not_set: "Not set",
	sandbox: "Built in",
} as const;

/** Of a card with one key that works, in pixels: what stands in its place while it is awaited is as high, and so are the others. */
export const cardHeight = 218;

interface ProviderCardProps {
	group: ProviderGroup;
	sync: CatalogSync;
	on: CardActions;
}

/** One provider, or one custom endpoint: its keys in the order in which they are tried, and its models. */
export function ProviderCard({ group, sync, on }: ProviderCardProps) {
	const { facts, keys, name } = group;
	const [first] = keys;
	const move = useReorder(facts.providerType, keys);
	const { keySource } = first;
	const isSet = keySource !== "not_set";
	const isSeveral = keys.length > 1;
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label={name}
			sx={{ p: 2, display: "flex", flexDirection: "column", gap: 1.5, minHeight: cardHeight }}
		>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
				<ProviderMark provider={keySource === "sandbox" ? "sandbox" : facts.providerType} size={20} />
				<Typography variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
					{name}
				</Typography>
				<Chip label={sourceNames[keySource]} variant={isSet ? "filled" : "outlined"} />
			</Stack>
			{isSeveral && (
				<Typography variant="body2" color="textSecondary">
					{keys.length} keys, tried from the top: the next one pays where one is refused.
				</Typography>
			)}
			{isSet ? (
				<Box component="ol" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 2, flex: 1 }}>
					{keys.map((providerKey, index) => (
						<KeyEntry
							key={providerKey.id}
							providerKey={providerKey}
							facts={facts}
							place={isSeveral ? { index, count: keys.length } : null}
							on={on}
							onMove={(by) => move(index, by)}
						/>
					))}
				</Box>
			) : (
				<>
					<Typography variant="body2" color="textSecondary">
						{facts.description}
					</Typography>
					<Box sx={{ mt: "auto" }}>
						<Button variant="outlined" onClick={() => on.add(facts.providerType)}>
							Add key
						</Button>
					</Box>
				</>
			)}
			{isSet && <ModelsLine group={group} sync={sync} />}
		</Paper>
	);
}
