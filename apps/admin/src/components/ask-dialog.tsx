import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import { DialogForm } from "./dialog-form.tsx";
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
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>Ask for {modelId}</DialogTitle>
			<DialogForm
				problem={atField ? undefined : problem?.message}
				submitLabel="Ask"
				pending={ask.isPending}
				onSubmit={() => ask.mutate({ modelId, reason })}
				onCancel={onClose}
			>
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
			</DialogForm>
		</Dialog>
	);
}
