import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { FormAlert } from "@/components/form-alert.tsx";
import { TestStages } from "@/components/test-stages.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { RetireButton } from "./retire-button.tsx";
import type { KeyVersion, Rotation } from "./types.ts";
import { useKeyTest } from "./use-key-test.ts";
import { useRotation } from "./use-rotation.ts";

const shares = [5, 25, 50, 100] as const;
const graces = [
	{ hours: 0, words: "Not at all" },
	{ hours: 1, words: "1 hour" },
	{ hours: 24, words: "1 day" },
	{ hours: 168, words: "7 days" },
	{ hours: 720, words: "30 days" },
] as const;

interface PromoteStepProps {
	rotation: Rotation;
	slot: KeyVersion;
	getKeyUrl: string | null;
}

/** Tests the staged key, and lets it pay: for a share of the runs, or for all of them. */
export function PromoteStep({ rotation: { providerId }, slot, getKeyUrl }: PromoteStepProps) {
	const { test, runStaged } = useKeyTest();
	const { promote, rollback } = useRotation(providerId);
	const [share, setShare] = useState(100);
	const [graceHours, setGraceHours] = useState(24);
	const [confirmUntested, setConfirm] = useState(false);
	const { version, state, testStatus } = slot;
	const isAll = share === 100;
	const problem = promote.error ?? rollback.error;
	const submit = () => {
		rollback.reset();
		const how = isAll ? { graceHours } : { sharePercent: share };
		promote.mutate({ providerId, version, confirmUntested, ...how });
	};
	const isTested = testStatus === "success";
	return (
		<Stack component="section" aria-label="Promote" sx={{ gap: 2 }}>
			<TestStages test={test} getKeyUrl={getKeyUrl} />
			<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 2 }}>
				<TextField
					select
					label="It pays for"
					value={share}
					onChange={(event) => setShare(Number(event.target.value))}
					helperText={isAll ? "The key in use becomes the former one." : "The same run always gets the same key."}
					sx={{ minWidth: 200 }}
				>
					{shares.map((percent) => (
						<MenuItem key={percent} value={percent}>
							{percent === 100 ? "All runs" : `${percent} % of the runs`}
						</MenuItem>
					))}
				</TextField>
				<TextField
					select
					label="Keep the former key for"
					value={graceHours}
					disabled={!isAll}
					onChange={(event) => setGraceHours(Number(event.target.value))}
					helperText="As long as you can roll back."
					sx={{ minWidth: 200 }}
				>
					{graces.map(({ hours, words }) => (
						<MenuItem key={hours} value={hours}>
							{words}
						</MenuItem>
					))}
				</TextField>
			</Stack>
			{!isTested && (
				<FormControlLabel
					control={<Checkbox size="small" checked={confirmUntested} onChange={(_, on) => setConfirm(on)} />}
					label={
						testStatus === null ? "Let it pay although it is not tested" : "Let it pay although its last test failed"
					}
				/>
			)}
			<FormAlert message={problem ? describeProblem(problem).message : undefined} />
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
				<Button
					variant={isTested ? "outlined" : "contained"}
					color={isTested ? "inherit" : "primary"}
					loading={test.running}
					onClick={() => void runStaged(providerId, version)}
				>
					Test
				</Button>
				<Button
					variant={isTested ? "contained" : "outlined"}
					color={isTested ? "primary" : "inherit"}
					loading={promote.isPending}
					onClick={submit}
				>
					{isAll ? "Promote" : `Give it ${share} %`}
				</Button>
				{state === "sharing" && (
					<Button
						variant="outlined"
						color="inherit"
						loading={rollback.isPending}
						onClick={() => {
							promote.reset();
							rollback.mutate({ providerId, version });
						}}
					>
						Roll back
					</Button>
				)}
				<RetireButton providerId={providerId} version={version} what="staged" />
			</Stack>
		</Stack>
	);
}
