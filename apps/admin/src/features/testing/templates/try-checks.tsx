import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { FormAlert } from "@/components/form-alert.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import { CheckResults } from "../check-results.tsx";
import { checksOf, type TemplateFields } from "./template-fields.ts";
import { placeOf } from "./template-resolver.ts";

/** Holds the checks, as they stand, against a text: by the code that judges answers, and without spending anything. */
export function TryChecks() {
	const { getValues, trigger, setError } = useFormContext<TemplateFields>();
	const [answer, setAnswer] = useState("");
	const attempt = trpc.testing.templates.tryChecks.useMutation({
		onError: (error) => {
			for (const { path, message } of describeProblem(error).issues) {
				const place = placeOf(path);
				if (place) setError(place, { message }, { shouldFocus: true });
			}
		},
	});
	const start = async () => {
		attempt.reset();
		if (await trigger("checks", { shouldFocus: true }))
			attempt.mutate({ checks: checksOf(getValues("checks")).checks, answer });
	};
	const problem = attempt.error && describeProblem(attempt.error);
	return (
		<Box role="group" aria-label="Try the checks">
			<Box sx={{ display: "flex", gap: 1, alignItems: "flex-start" }}>
				<TextField
					label="Try them on a text"
					placeholder="Paste an answer"
					multiline
					maxRows={6}
					fullWidth
					value={answer}
					onChange={(event) => setAnswer(event.target.value)}
					slotProps={{ inputLabel: { shrink: true } }}
				/>
				<Button
					variant="outlined"
					color="inherit"
					loading={attempt.isPending}
					onClick={() => void start()}
					sx={{ mt: 0.25 }}
				>
					Try
				</Button>
			</Box>
			<Box role="status" sx={{ mt: 1 }}>
				{attempt.data && <CheckResults label="What the text passes" results={attempt.data} />}
			</Box>
			<FormAlert message={problem && problem.issues.length === 0 ? problem.message : undefined} />
		</Box>
	);
}
