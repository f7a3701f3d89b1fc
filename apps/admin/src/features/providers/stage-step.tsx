import type { StageKeyInput } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useForm } from "react-hook-form";
import { FormAlert } from "@/components/form-alert.tsx";
import { PasswordField } from "@/components/password-field.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import type { ProviderFacts, Rotation } from "./types.ts";
import { useRotation } from "./use-rotation.ts";

/** Takes the next secret; nothing pays with it yet. */
export function StageStep({ rotation, facts }: { rotation: Rotation; facts: ProviderFacts | undefined }) {
	const { providerId } = rotation;
	const { stage } = useRotation(providerId);
	const { register, handleSubmit, setError, formState } = useForm<StageKeyInput, unknown, StageKeyInput>({
		resolver: lazyResolver(async () => (await schemas()).stageKeyInput),
		defaultValues: { providerId, apiKey: "" },
	});
	const { errors, isSubmitting } = formState;
	const submit = handleSubmit(async (input) => {
		try {
			await stage.mutateAsync(input);
		} catch (error) {
			showProblem(error, setError, ["apiKey"]);
		}
	});
	return (
		<Box
			component="form"
			noValidate
			aria-label="Stage the next key"
			onSubmit={(event) => void submit(event)}
			sx={{
				border: 1,
				borderStyle: "dashed",
				borderColor: "divider",
				borderRadius: 1,
				p: 2,
				display: "grid",
				alignContent: "start",
				gap: 1.5,
			}}
		>
			<Typography variant="h3">Next key</Typography>
			<PasswordField
				label="Next API key"
				what="next API key"
				autoComplete="off"
				autoFocus
				error={!!errors.apiKey}
				helperText={errors.apiKey?.message ?? "It pays for nothing until you promote it."}
				{...register("apiKey")}
			/>
			{facts?.getKeyUrl && (
				<Link href={facts.getKeyUrl} target="_blank" rel="noopener noreferrer" variant="body2">
					Where {facts.displayName} keys are made
				</Link>
			)}
			<FormAlert message={errors.root?.message} />
			<Button type="submit" variant="contained" loading={isSubmitting} sx={{ justifySelf: "start" }}>
				Stage key
			</Button>
		</Box>
	);
}
