import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { FilterSelect } from "@/components/filter-select.tsx";
import { trpc } from "@/lib/trpc.ts";
import { PreviewDialog } from "./preview-dialog.tsx";
import { RuleTable } from "./rule-table.tsx";
import { rulesOf, useRuleDraft } from "./use-rule-draft.ts";

/** Which models a tier may use, edited as a whole: what it would change is shown before it counts. */
export function RulesTab() {
	const draft = useRuleDraft();
	const tiers = trpc.access.tiers.list.useQuery();
	const [chosen, setChosen] = useQueryState("tier", parseAsString);
	const [previewing, setPreviewing] = useState(false);
	const problem = draft.query.error ?? tiers.error;
	if (problem) return <ErrorState error={problem} onRetry={() => void draft.query.refetch()} />;
	if (!draft.rules || !tiers.data) return <Skeleton variant="rounded" height={240} />;
	const tier = tiers.data.tiers.find(({ code }) => code === chosen) ?? tiers.data.tiers[0];
	if (!tier) return null;
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
				<Box sx={{ display: "flex", flex: { xs: "1 0 100%", md: "none" } }}>
					<FilterSelect
						label="Tier"
						required
						value={tier.code}
						options={tiers.data.tiers.map(({ code, name, users }) => ({ value: code, label: `${name} (${users})` }))}
						onChange={(code) => void setChosen(code)}
					/>
				</Box>
				<Button variant="outlined" color="inherit" onClick={() => draft.add(tier.code)}>
					Add rule
				</Button>
				<Stack direction="row" sx={{ gap: 1, ml: "auto" }}>
					{draft.isDirty && (
						<Button color="inherit" onClick={draft.discard}>
							Discard changes
						</Button>
					)}
					<Button variant="contained" disabled={!draft.isDirty} onClick={() => setPreviewing(true)}>
						Preview and save
					</Button>
				</Stack>
			</Stack>
			<Typography variant="body2" color="textSecondary">
				The first rule that matches a model decides: the highest priority, then the longer pattern. A model that no rule
				names is denied. <code>*</code> stands for any text.
			</Typography>
			<RuleTable rules={rulesOf(draft.rules, tier.code)} tierName={tier.name} draft={draft} />
			{previewing && (
				<PreviewDialog
					toSave={draft.toSave()}
					onSaved={() => {
						draft.discard();
						setPreviewing(false);
					}}
					onClose={() => setPreviewing(false)}
				/>
			)}
		</Stack>
	);
}
