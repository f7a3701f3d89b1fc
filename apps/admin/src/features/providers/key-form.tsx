import Alert from "@mui/material/Alert";
import Link from "@mui/material/Link";
import TextField from "@mui/material/TextField";
import { DialogForm } from "@/components/dialog-form.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { TestButton } from "@/components/test-button.tsx";
import { TestStages } from "@/components/test-stages.tsx";
import type { KeyTarget } from "./types.ts";
import { useKeyForm } from "./use-key-form.ts";

const emptyIsAbsent = { setValueAs: (value: string | undefined) => value || undefined };

/** Key, name and, for a custom endpoint, where it is; Test before Save. */
export function KeyForm({ facts, saved, onDone }: KeyTarget & { onDone: () => void }) {
	const { form, submit, runTest, test, resetTest } = useKeyForm({ facts, saved }, onDone);
	const { register, watch, formState } = form;
	const { errors, isSubmitting } = formState;
	const isCustom = facts.providerType === "custom";
	const apiKey = watch("apiKey") ?? "";
	const looksForeign = apiKey.length >= 10 && facts.keyPattern !== null && !new RegExp(facts.keyPattern).test(apiKey);
	return (
		<DialogForm
			label="Provider key"
			problem={errors.root?.message}
			submitLabel="Save"
			pending={isSubmitting && !test.running}
			disabled={test.running}
			aside={<TestButton running={test.running} onClick={() => void runTest()} />}
			onSubmit={() => void submit()}
			onChange={resetTest}
			onCancel={onDone}
		>
			{isCustom && (
				<TextField
					label="Base URL"
					placeholder="https://api.example.com/v1"
					autoFocus={!saved}
					error={!!errors.baseUrl}
					helperText={errors.baseUrl?.message ?? "With its version segment. The key is only ever sent there."}
					{...register("baseUrl", emptyIsAbsent)}
				/>
			)}
			<PasswordField
				label="API key"
				what="API key"
				autoComplete="off"
				autoFocus={!isCustom || !!saved}
				error={!!errors.apiKey}
				helperText={errors.apiKey?.message ?? hintOf(isCustom, !!saved, facts.keyFormat)}
				{...register("apiKey", emptyIsAbsent)}
			/>
			{looksForeign && !errors.apiKey && (
				<Alert severity="warning" variant="outlined">
					This does not look like a key of {facts.displayName} ({facts.keyFormat}). Test it before you save it.
				</Alert>
			)}
			{!saved && (
				<TextField
					label="Name"
					placeholder={facts.displayName}
					error={!!errors.name}
					helperText={
						errors.name?.message ??
						(isCustom
							? "Becomes part of the model ids: custom/<name>/<model>."
							: "To tell several keys apart. Optional.")
					}
					{...register("name", emptyIsAbsent)}
				/>
			)}
			{facts.getKeyUrl && (
				<Link href={facts.getKeyUrl} target="_blank" rel="noopener noreferrer" variant="body2">
					Where {facts.displayName} keys are made
				</Link>
			)}
			<TestStages test={test} getKeyUrl={facts.getKeyUrl} />
		</DialogForm>
	);
}

function hintOf(isCustom: boolean, isSaved: boolean, keyFormat: string): string {
	if (!isCustom) return `Looks like ${keyFormat}. Stored encrypted; nobody sees it again.`;
	return isSaved
		? "Leave empty to keep the saved key, if the base URL stays."
		: "Leave empty if the server needs none.";
}
