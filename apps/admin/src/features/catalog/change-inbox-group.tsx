import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { formatAgo, formatCount, plural } from "@/lib/format.ts";
import { providerNames } from "@/lib/provider-names.ts";
import {
	asText,
	type ChangeGroup,
	consequences,
	nothingChanges,
	saidByAll,
	topicNames,
	waitReasons,
} from "./change-groups.ts";
import { ChooseBox } from "./change-inbox-choice.tsx";
import { ChangeInboxRow } from "./change-inbox-row.tsx";
import type { useChosenChanges } from "./use-chosen-changes.ts";
import type { useDecideChanges } from "./use-decide-changes.ts";

interface ChangeInboxGroupProps {
	group: ChangeGroup;
	decide: ReturnType<typeof useDecideChanges>;
	choice: ReturnType<typeof useChosenChanges>;
}

const shownAtFirst = 20;

/** Changes of one kind that wait: why they do, and what to do with each or with all of them. */
export function ChangeInboxGroup({ group, decide, choice }: ChangeInboxGroupProps) {
	const { topic, provider, endpoint, changes } = group;
	const from = endpoint ?? providerNames[provider];
	const titleId = useId();
	const [showsAll, setShowsAll] = useState(false);
	const [asked, setAsked] = useState<"accept" | "dismiss" | null>(null);
	const said = saidByAll(changes.map(({ summary }) => summary));
	const canAccept = topic !== "refused";
	const count = changes.length;
	const ids = changes.map(({ id }) => id);
	const chosenHere = ids.filter((id) => choice.ids.has(id)).length;
	const shown = showsAll ? changes : changes.slice(0, shownAtFirst);
	const decideAll = () => {
		if (asked) decide[asked](ids);
		setAsked(null);
	};
	return (
		<Box component="section" aria-labelledby={titleId}>
			<Stack direction="row" sx={{ alignItems: "center", columnGap: 1, flexWrap: "wrap" }}>
				{count > 1 && (
					<ChooseBox
						label={`Select all: ${topicNames[topic]} · ${from}`}
						checked={chosenHere === count}
						indeterminate={chosenHere > 0 && chosenHere < count}
						onChange={(on) => choice.put(ids, on)}
					/>
				)}
				<Typography id={titleId} variant="h3" sx={{ flex: 1 }}>
					{topicNames[topic]} · {from} · {formatCount(count)}
				</Typography>
				{count > 1 && canAccept && (
					<Button disabled={decide.isDeciding} onClick={() => setAsked("accept")}>
						Accept all
					</Button>
				)}
				{count > 1 && (
					<Button color="inherit" disabled={decide.isDeciding} onClick={() => setAsked("dismiss")}>
						Dismiss all
					</Button>
				)}
			</Stack>
			<Typography variant="body2" color="textSecondary">
				{asText([...said, waitReasons[topic] ?? "This waits for a person."])}
			</Typography>
			<Box component="ul" aria-labelledby={titleId} sx={{ listStyle: "none", m: 0, p: 0 }}>
				{shown.map((change) => (
					<ChangeInboxRow
						key={change.id}
						change={change}
						said={said}
						note={`seen ${formatAgo(change.detectedAt)}`}
						start={
							<ChooseBox
								label={`Select: ${change.displayName}`}
								checked={choice.ids.has(change.id)}
								onChange={(on) => choice.put([change.id], on)}
							/>
						}
					>
						{canAccept && (
							<Button
								variant="outlined"
								aria-label={`Accept: ${change.displayName}`}
								disabled={decide.isDeciding}
								onClick={() => decide.accept([change.id])}
							>
								Accept
							</Button>
						)}
						<Button
							color="inherit"
							aria-label={`Dismiss: ${change.displayName}`}
							disabled={decide.isDeciding}
							onClick={() => decide.dismiss([change.id])}
						>
							Dismiss
						</Button>
					</ChangeInboxRow>
				))}
			</Box>
			{shown.length < count && (
				<Button color="inherit" onClick={() => setShowsAll(true)}>
					Show all {formatCount(count)}
				</Button>
			)}
			<ConfirmDialog
				open={asked !== null}
				title={`${asked === "dismiss" ? "Dismiss" : "Accept"} ${plural(count, "change")} of ${from}?`}
				confirmLabel={asked === "dismiss" ? "Dismiss all" : "Accept all"}
				onConfirm={decideAll}
				onClose={() => setAsked(null)}
			>
				{asked === "dismiss" ? nothingChanges : consequences([group])}
			</ConfirmDialog>
		</Box>
	);
}
