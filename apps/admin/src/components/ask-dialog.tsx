import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { type FormEvent, useId, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import { FormAlert } from "./form-alert.tsx";
import { useToast } from "./toast.tsx";

/** Asks the admins for a model that one's tier does not include. */
export default function AskDialog({ modelId, onClose }: { modelId: string; onClose: () => void }) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const [reason, setReason] = useState("");
	const ask = trpc.access.requests.create.useMutation({
		onSuccess: () => {
			void utils.access.requests.invalidate();
			toast({ message: "Asked. An admin answers; you see it under Account." });
			onClose();
		},
	});
	const problem = ask.error ? describeProblem(ask.error) : null;
	const atField = problem?.issues.find(({ path }) => path === "reason");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		ask.mutate({ modelId, reason });
	};
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<form onSubmit={submit} noValidate>
				<DialogTitle id={titleId}>Ask for {modelId}</DialogTitle>
				<DialogContent>
					<Stack sx={{ gap: 2, pt: 1 }}>
						<TextField
							label="What do you need it for?"
							autoFocus
							multiline
							minRows={2}
							value={reason}
							onChange={(event) => setReason(event.target.value.replaceAll("\n", " "))}
							error={!!atField}
							helperText={atField?.message ?? "One sentence. It goes to the admins."}
						/>
						<FormAlert message={atField ? undefined : problem?.message} />
					</Stack>
				</DialogContent>
				<DialogActions sx={{ px: 3, pb: 2 }}>
					<Button color="inherit" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" variant="contained" loading={ask.isPending}>
						Ask
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
