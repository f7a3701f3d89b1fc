import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { TestStages } from "@/components/test-stages.tsx";
import { HealthStrip } from "./health-strip.tsx";
import { KeyDetail } from "./key-detail.tsx";
import { KeyHealth } from "./key-health.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { KeyNotes } from "./key-notes.tsx";
import type { CardActions, ProviderFacts, ProviderKey } from "./types.ts";
import { useKeyTest } from "./use-key-test.ts";

interface KeyEntryProps {
	providerKey: ProviderKey;
	facts: ProviderFacts;
	/** Where it stands among several keys; null for the only one. */
	place: { index: number; count: number } | null;
	on: CardActions;
	onMove: (by: -1 | 1) => void;
}

/** One key: how it is, where it comes from, what waits to be done, and what can be done with it. */
export function KeyEntry({ providerKey, facts, place, on, onMove }: KeyEntryProps) {
	const { test, run } = useKeyTest();
	const { keySource, name, hasKey } = providerKey;
	const isSaved = keySource === "database";
	return (
		<Box
			component="li"
			aria-label={place ? `${place.index + 1}. ${name}` : name}
			sx={{
				display: "flex",
				flexDirection: "column",
				gap: 1,
				minWidth: 0,
				...(place && { pt: 1.5, borderTop: 1, borderColor: "divider" }),
			}}
		>
			{place && (
				<Typography variant="h3" sx={{ overflowWrap: "anywhere" }}>
					{place.index + 1}. {name}
				</Typography>
			)}
			<KeyHealth providerKey={providerKey} />
			<HealthStrip tests={providerKey.recentTests} />
			<KeyDetail providerKey={providerKey} />
			<KeyNotes providerKey={providerKey} isAlone={place === null} />
			<TestStages test={test} getKeyUrl={facts.getKeyUrl} />
			<Stack direction="row" sx={{ gap: 1, mt: "auto", pt: 0.5, alignItems: "center" }}>
				<Button variant="outlined" loading={test.running} onClick={() => void run({ providerId: providerKey.id })}>
					Test
				</Button>
				{isSaved && hasKey && (
					<Button variant="outlined" color="inherit" onClick={() => on.rotate(providerKey)}>
						Rotate
					</Button>
				)}
				{isSaved && !hasKey && (
					<Button variant="outlined" color="inherit" onClick={() => on.edit(providerKey)}>
						Edit
					</Button>
				)}
				{keySource === "environment" && (
					<Button variant="outlined" color="inherit" onClick={() => on.add(facts.providerType)}>
						Add key
					</Button>
				)}
				<Box sx={{ flex: 1 }} />
				{isSaved && <KeyMenu providerKey={providerKey} place={place} on={on} onMove={onMove} />}
			</Stack>
		</Box>
	);
}
