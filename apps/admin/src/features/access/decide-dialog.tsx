import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { trpc } from "@/lib/trpc.ts";
import type { Request } from "./requests-tab.tsx";

export interface Decision {
	request: Request;
	kind: "grant" | "decline";
}
interface Fields {
	days: number;
	maxRequests: number | null;
	answer: string;
}

/** Opens what was asked for, for some days and runs, or says why not. */
export function DecideDialog({ request, kind, onClose }: Decision & { onClose: () => void }) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const grant = trpc.access.requests.grant.useMutation();
	const decline = trpc.access.requests.decline.useMutation();
	const { register, handleSubmit, setError, formState } = useForm<Fields>({
		defaultValues: { days: 30, maxRequests: null, answer: "" },
	});
	const { errors, isSubmitting } = formState;
	const isGrant = kind === "grant";
	const submit = handleSubmit(async ({ days, maxRequests, answer }) => {
		const said = { requestId: request.id, answer: answer.trim() || undefined };
		try {
			if (isGrant) await grant.mutateAsync({ ...said, days, maxRequests });
			else await decline.mutateAsync(said);
			void utils.access.invalidate();
			toast({ message: isGrant ? `${request.modelId} is open to ${request.userName} now.` : "Declined." });
			onClose();
		} catch (error) {
			showProblem(error, setError, ["days", "maxRequests", "answer"]);
		}
	});
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{isGrant ? "Grant access" : "Decline access"}</DialogTitle>
			<DialogForm
				problem={errors.root?.message}
				submitLabel={isGrant ? "Grant" : "Decline"}
				isDestructive={!isGrant}
				pending={isSubmitting}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				<Typography variant="body2">
					{request.userName} asks for <code>{request.modelId}</code>: “{request.reason}”
				</Typography>
				{isGrant && (
					<Stack direction="row" sx={{ gap: 2 }}>
						<TextField
							label="Days"
							type="number"
							autoFocus
							sx={{ flex: 1 }}
							error={!!errors.days}
							helperText={errors.days?.message ?? "It ends by itself."}
							{...register("days", { valueAsNumber: true })}
						/>
						<TextField
							label="Runs at most"
							type="number"
							placeholder="no cap"
							sx={{ flex: 1 }}
							slotProps={{ inputLabel: { shrink: true } }}
							error={!!errors.maxRequests}
							helperText={errors.maxRequests?.message ?? "Optional."}
							{...register("maxRequests", { setValueAs: (value) => (value ? Number(value) : null) })}
						/>
					</Stack>
				)}
				<TextField
					label="Answer"
					autoFocus={!isGrant}
					error={!!errors.answer}
					helperText={errors.answer?.message ?? `Optional. ${request.userName} reads it.`}
					{...register("answer")}
				/>
			</DialogForm>
		</Dialog>
	);
}
