import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** After how many days a key is marked as old; an admin changes it here. */
export function ReminderLine({ days }: { days: number }) {
	const [text, setText] = useState<string | null>(null);
	const utils = trpc.useUtils();
	const save = trpc.keys.setReminder.useMutation({
		onSuccess: async () => {
			await utils.keys.list.invalidate();
			setText(null);
		},
	});
	if (text === null) {
		return (
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, mt: 2, minHeight: 40, flexWrap: "wrap" }}>
				<Typography variant="body2" color="textSecondary">
					{days === 0
						? "Nobody is reminded of old keys."
						: `A key that is older than ${plural(days, "day")} is marked for rotation.`}
				</Typography>
				<Button color="inherit" onClick={() => setText(String(days))}>
					Change reminder
				</Button>
			</Stack>
		);
	}
	const problem = save.error && describeProblem(save.error);
	return (
		<Stack
			component="form"
			direction="row"
			aria-label="Reminder of old keys"
			onSubmit={(event) => {
				event.preventDefault();
				save.mutate({ days: text.trim() === "" ? Number.NaN : Number(text) });
			}}
			sx={{ alignItems: "flex-start", gap: 1, mt: 2, flexWrap: "wrap" }}
		>
			<TextField
				autoFocus
				label="Remind after days"
				value={text}
				onChange={(event) => setText(event.target.value)}
				error={problem !== null}
				helperText={problem ? (problem.issues[0]?.message ?? problem.message) : "0 is never."}
				slotProps={{ htmlInput: { inputMode: "numeric" } }}
				sx={{ width: 220 }}
			/>
			<Button type="submit" variant="contained" loading={save.isPending} sx={{ mt: 0.5 }}>
				Save
			</Button>
			<Button color="inherit" onClick={() => setText(null)} sx={{ mt: 0.5 }}>
				Cancel
			</Button>
		</Stack>
	);
}
