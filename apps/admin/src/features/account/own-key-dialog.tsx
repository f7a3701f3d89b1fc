import type { SaveOwnKeyInput } from "@llm-hub/api/schemas";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import Link from "@mui/material/Link";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TestButton } from "@/components/test-button.tsx";
import { TestStages } from "@/components/test-stages.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { trpc } from "@/lib/trpc.ts";
import type { OwnProvider } from "./own-keys.tsx";
import { useOwnTest } from "./use-own-test.ts";

/** Adds or replaces a key of one's own; what stands in it can be tested before it is saved. */
export default function OwnKeyDialog({ provider, onClose }: { provider: OwnProvider; onClose: () => void }) {
	const { providerType, displayName, keyFormat, getKeyUrl, saved } = provider;
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const save = trpc.keys.own.save.useMutation();
	const { test, run, reset } = useOwnTest();
	const { register, handleSubmit, setError, formState } = useForm<SaveOwnKeyInput>({
		resolver: lazyResolver(async () => (await schemas()).saveOwnKeyInput),
		defaultValues: { providerType, apiKey: "" },
	});
	const { errors, isSubmitting } = formState;
	const submit = handleSubmit(async (input) => {
		try {
			await save.mutateAsync(input);
			toast({ message: `Your key of ${displayName} is saved. It pays from your next run on.` });
			void utils.keys.own.list.invalidate();
			onClose();
		} catch (error) {
			showProblem(error, setError, ["apiKey"]);
		}
	});
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
			<DialogTitle id={titleId}>
				{saved ? `Replace your key of ${displayName}` : `Add your key of ${displayName}`}
			</DialogTitle>
			<DialogForm
				label="Your provider key"
				problem={errors.root?.message}
				submitLabel="Save"
				pending={isSubmitting && !test.running}
				disabled={test.running}
				aside={<TestButton running={test.running} onClick={() => void handleSubmit(run)()} />}
				onSubmit={() => void submit()}
				onChange={reset}
				onCancel={onClose}
			>
				<PasswordField
					label="API key"
					what="API key"
					autoComplete="off"
					autoFocus
					error={!!errors.apiKey}
					helperText={errors.apiKey?.message ?? `Looks like ${keyFormat}. Stored encrypted; nobody sees it again.`}
					{...register("apiKey")}
				/>
				{getKeyUrl && (
					<Link href={getKeyUrl} target="_blank" rel="noopener noreferrer" variant="body2">
						Where {displayName} keys are made
					</Link>
				)}
				<TestStages test={test} getKeyUrl={getKeyUrl} />
			</DialogForm>
		</Dialog>
	);
}
