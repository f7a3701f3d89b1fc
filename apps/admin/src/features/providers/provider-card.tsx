import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatAgo } from "@/lib/format.ts";
import { KeyHealth } from "./key-health.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { TestStages } from "./test-stages.tsx";
import type { ProviderFacts, ProviderKey } from "./types.ts";
import { useKeyTest } from "./use-key-test.ts";

const sourceNames = {
	database: "Database",
	environment: "Environment",
	not_set: "Not set",
	sandbox: "Built in",
} as const;

interface ProviderCardProps {
	providerKey: ProviderKey;
	facts: ProviderFacts;
	onEdit: () => void;
	onAddAnother: () => void;
	onDelete: () => void;
}

/** One key: whose it is, how it is, where it comes from, and what can be done with it. */
export function ProviderCard({ providerKey, facts, ...on }: ProviderCardProps) {
	const { test, run } = useKeyTest();
	const { keySource, name, providerType } = providerKey;
	const isSandbox = keySource === "sandbox";
	const isSet = keySource !== "not_set";
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label={name}
			sx={{ p: 2, display: "flex", flexDirection: "column", gap: 1.5, minHeight: 168 }}
		>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
				<ProviderMark provider={isSandbox ? "sandbox" : providerType} size={20} />
				<Typography variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
					{name}
				</Typography>
				<Chip label={sourceNames[keySource]} variant={isSet ? "filled" : "outlined"} />
			</Stack>
			{isSet && <KeyHealth providerKey={providerKey} />}
			<CardDetail providerKey={providerKey} facts={facts} />
			<TestStages test={test} getKeyUrl={facts.getKeyUrl} />
			<Stack direction="row" sx={{ gap: 1, mt: "auto", alignItems: "center" }}>
				{isSet && (
					<Button variant="outlined" loading={test.running} onClick={() => void run({ providerId: providerKey.id })}>
						Test
					</Button>
				)}
				{!isSandbox && (
					<Button variant="outlined" color={isSet ? "inherit" : "primary"} onClick={on.onEdit}>
						{editLabel(providerKey)}
					</Button>
				)}
				<Box sx={{ flex: 1 }} />
				{keySource === "database" && <KeyMenu name={name} onAddAnother={on.onAddAnother} onDelete={on.onDelete} />}
			</Stack>
		</Paper>
	);
}

function editLabel({ keySource, providerType }: ProviderKey): string {
	if (keySource !== "database") return "Add key";
	return providerType === "custom" ? "Edit" : "Replace key";
}

function CardDetail({ providerKey, facts }: Pick<ProviderCardProps, "providerKey" | "facts">) {
	const { keySource, keyPreview, rotatedAt, baseUrl, environmentVariable, hasKey } = providerKey;
	if (keySource === "sandbox") {
		return (
			<Detail>
				A practice provider built into this server. It invents its answers, costs nothing and needs no key.
			</Detail>
		);
	}
	if (keySource === "not_set") return <Detail>{facts.description}</Detail>;
	return (
		<Detail>
			{hasKey ? (
				<Box component="code" sx={{ color: "text.primary" }}>
					{keyPreview ?? "***"}
				</Box>
			) : (
				"without a key,"
			)}
			{keySource === "environment" ? ` from ${environmentVariable}` : rotatedAt && ` entered ${formatAgo(rotatedAt)}`}
			{baseUrl && <Box sx={{ overflowWrap: "anywhere" }}>{baseUrl}</Box>}
		</Detail>
	);
}

const Detail = ({ children }: { children: React.ReactNode }) => (
	<Typography component="div" variant="body2" color="textSecondary">
		{children}
	</Typography>
);
