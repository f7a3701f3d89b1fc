import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { formatCount, plural } from "@/lib/format.ts";
import { consequences, nothingChanges } from "./change-groups.ts";
import { SelectionStrip } from "./selection-strip.tsx";
import type { useChosenChanges } from "./use-chosen-changes.ts";
import type { useDecideChanges } from "./use-decide-changes.ts";

interface ChooseBoxProps {
	label: string;
	checked: boolean;
	indeterminate?: boolean;
	onChange: (on: boolean) => void;
}

export const ChooseBox = ({ label, checked, indeterminate = false, onChange }: ChooseBoxProps) => (
	<Checkbox
		size="small"
		checked={checked}
		indeterminate={indeterminate}
		onChange={(_, on) => onChange(on)}
		slotProps={{ input: { "aria-label": label } }}
		sx={{ p: 0.25, ml: -0.25, alignSelf: "flex-start" }}
	/>
);

interface ChosenChangesProps {
	choice: ReturnType<typeof useChosenChanges>;
	decide: ReturnType<typeof useDecideChanges>;
}

/** Decides the chosen changes together, whatever they are about: all of them or none. */
export function ChosenChanges({ choice, decide }: ChosenChangesProps) {
	const [asked, setAsked] = useState<"accept" | "dismiss" | null>(null);
	const { ids, acceptable } = choice;
	if (ids.size === 0) return null;
	const accepted = acceptable.flatMap(({ changes }) => changes.map(({ id }) => id));
	const refused = ids.size - accepted.length;
	const concerned = asked === "accept" ? accepted : [...ids];
	const decideChosen = () => {
		if (asked) decide[asked](concerned);
		setAsked(null);
	};
	return (
		<SelectionStrip label="Selected changes" count={ids.size} stickyAt={0}>
			<Button disabled={decide.isDeciding || accepted.length === 0} onClick={() => setAsked("accept")}>
				{`Accept ${formatCount(accepted.length)}`}
			</Button>
			<Button color="inherit" disabled={decide.isDeciding} onClick={() => setAsked("dismiss")}>
				{`Dismiss ${formatCount(ids.size)}`}
			</Button>
			<Button color="inherit" onClick={choice.clear}>
				Clear selection
			</Button>
			{refused > 0 && (
				<Typography variant="body2" color="textSecondary">
					{plural(refused, "refused price")} can only be dismissed.
				</Typography>
			)}
			<ConfirmDialog
				open={asked !== null}
				title={`${asked === "dismiss" ? "Dismiss" : "Accept"} ${plural(concerned.length, "change")}?`}
				confirmLabel={asked === "dismiss" ? "Dismiss" : "Accept"}
				onConfirm={decideChosen}
				onClose={() => setAsked(null)}
			>
				{asked === "dismiss" ? nothingChanges : consequences(acceptable)}
			</ConfirmDialog>
		</SelectionStrip>
	);
}
