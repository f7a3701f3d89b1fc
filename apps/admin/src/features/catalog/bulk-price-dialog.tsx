import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { BulkPreview, tooManyOf, useBulkPreview } from "./bulk-preview.tsx";
import { useUndoable } from "./use-bulk.ts";

interface Fields {
	input: string;
	output: string;
	cachedInput: string;
	reason: string;
}

const rates = [
	{ name: "input", label: "Input", isRequired: true },
	{ name: "output", label: "Output", isRequired: true },
	{ name: "cachedInput", label: "Cached input (optional)", isRequired: false },
] as const;

/** Sets one price over what the sources say of the selected models. */
export function BulkPriceDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
	const titleId = useId();
	const preview = useBulkPreview({ ids, action: "price" });
	const tell = useUndoable();
	const set = trpc.catalog.bulk.setPrices.useMutation();
	const { register, handleSubmit, setError, formState } = useForm<Fields>({
		defaultValues: { input: "", output: "", cachedInput: "", reason: "" },
	});
	const { errors } = formState;
	const submit = handleSubmit(async ({ reason, ...given }) => {
		const known = Object.entries(given).filter(([, rate]) => rate.trim() !== "");
		const price = {
			tiers: [{ aboveInputTokens: 0, rates: Object.fromEntries(known.map(([name, rate]) => [name, rate.trim()])) }],
		};
		try {
			const { changed, undoId } = await set.mutateAsync({ ids, price, reason });
			onClose();
			await tell(`${plural(changed, "model")} ${changed === 1 ? "has" : "have"} the price you set.`, undoId);
		} catch (error) {
			const { issues, message } = describeProblem(error);
			for (const issue of issues) {
				const field = [...rates.map(({ name }) => name), "reason" as const].find((name) => issue.path.endsWith(name));
				setError(field ?? "root", { message: issue.message });
			}
			if (issues.length === 0) setError("root", { message });
		}
	});
	const tooMany = tooManyOf(ids);
	const title = `Set the price of ${plural(ids.length, "model")}`;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogForm
				problem={tooMany ?? errors.root?.message}
				submitLabel="Set price"
				pending={set.isPending}
				disabled={tooMany !== undefined}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				{rates.map(({ name, label, isRequired }) => (
					<TextField
						key={name}
						label={`${label}, USD per 1M tokens`}
						error={!!errors[name]}
						helperText={errors[name]?.message}
						slotProps={{ htmlInput: { inputMode: "decimal" } }}
						{...register(name, isRequired ? { required: "Write an amount; 0 is free." } : {})}
					/>
				))}
				<TextField
					label="Why"
					error={!!errors.reason}
					helperText={errors.reason?.message ?? "Such as: our contract of 2026. It stands beside the price."}
					{...register("reason", { required: "Say why, for those who come after you." })}
				/>
				{tooMany === undefined && <BulkPreview action="price" preview={preview} />}
			</DialogForm>
		</Dialog>
	);
}
