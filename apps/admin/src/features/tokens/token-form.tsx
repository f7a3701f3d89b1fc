import type { CreateTokenInput, createTokenInput, Scope } from "@llm-hub/api/schemas";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import FormLabel from "@mui/material/FormLabel";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { FormAlert } from "@/components/form-alert.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import type { CreatedToken } from "./create-token-dialog.tsx";

/** What each scope opens, in words. */
const meanings: Record<Scope, string> = {
	"catalog:read": "Read the catalog's figures and who offers models",
	"lab:run": "Run models in the lab, and read the runs",
	"gateway:run": "Call models through the OpenAI-compatible door",
	"usage:read": "Read usage and quotas",
	admin: "Administer everything: keys, users, rules",
};
const lifetimes = [7, 30, 90, 365, null];

type Fields = z.input<typeof createTokenInput>;
const orNull = (value: string | null) => value || null;

export function TokenForm({ onDone, onClose }: { onDone: (created: CreatedToken) => void; onClose: () => void }) {
	const { user, isAdmin } = useSession();
	const utils = trpc.useUtils();
	const create = trpc.access.tokens.create.useMutation();
	const usual: Scope[] = user?.role === "viewer" ? ["catalog:read"] : ["lab:run"];
	const { register, handleSubmit, setError, formState } = useForm<Fields, unknown, CreateTokenInput>({
		resolver: lazyResolver(async () => (await schemas()).createTokenInput),
		defaultValues: { name: "", scopes: usual, expiresInDays: 90 },
	});
	const { errors, isSubmitting } = formState;
	const { ref: scopesRef, ...scopesField } = register("scopes");
	const offered = (Object.keys(meanings) as Scope[]).filter(
		(scope) => (scope !== "admin" || isAdmin) && !(user?.role === "viewer" && scope.endsWith(":run")),
	);
	const submit = handleSubmit(async (input) => {
		try {
			const created = await create.mutateAsync(input);
			void utils.access.tokens.list.invalidate();
			onDone(created);
		} catch (error) {
			showProblem(error, setError, ["name", "scopes", "budgetUsd"]);
		}
	});
	return (
		<form noValidate aria-label="API token" onSubmit={(event) => void submit(event)}>
			<DialogContent sx={{ pt: 1 }}>
				<Stack sx={{ gap: 2 }}>
					<TextField
						label="Name"
						autoFocus
						placeholder="Nightly report"
						error={!!errors.name}
						helperText={errors.name?.message ?? "What uses it, so that it can be told from others."}
						{...register("name")}
					/>
					<FormControl component="fieldset" error={!!errors.scopes}>
						<FormLabel component="legend">What it may do</FormLabel>
						{offered.map((scope) => (
							<FormControlLabel
								key={scope}
								label={`${meanings[scope]} (${scope})`}
								control={
									<Checkbox
										size="small"
										sx={{ py: 0.5 }}
										value={scope}
										defaultChecked={usual.includes(scope)}
										slotProps={{ input: { ref: scopesRef } }}
										{...scopesField}
									/>
								}
								slotProps={{ typography: { variant: "body2" } }}
							/>
						))}
						{errors.scopes && <FormHelperText>{errors.scopes.message}</FormHelperText>}
					</FormControl>
					<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 2 }}>
						<TextField
							select
							label="Expires"
							sx={{ flex: 1 }}
							slotProps={{ select: { native: true } }}
							{...register("expiresInDays", { setValueAs: (value: string | null) => (value ? Number(value) : null) })}
						>
							{lifetimes.map((days) => (
								<option key={days ?? ""} value={days ?? ""}>
									{days === null ? "never" : `in ${days} days`}
								</option>
							))}
						</TextField>
						<TextField
							label="Budget a month, USD"
							inputMode="decimal"
							placeholder="as its owner's"
							sx={{ flex: 1 }}
							error={!!errors.budgetUsd}
							helperText={errors.budgetUsd?.message ?? "Runs are refused above it. Optional."}
							{...register("budgetUsd", { setValueAs: orNull })}
						/>
					</Stack>
					<FormAlert message={errors.root?.message} />
				</Stack>
			</DialogContent>
			<DialogActions sx={{ px: 3, pb: 2 }}>
				<Button color="inherit" onClick={onClose}>
					Cancel
				</Button>
				<Button type="submit" variant="contained" loading={isSubmitting}>
					Create token
				</Button>
			</DialogActions>
		</form>
	);
}
