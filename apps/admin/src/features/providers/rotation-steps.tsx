import Step from "@mui/material/Step";
import StepLabel from "@mui/material/StepLabel";
import Stepper from "@mui/material/Stepper";
import type { KeyVersion } from "./types.ts";

const steps = ["Stage", "Test", "Promote", "Retire"];

/** How far the rotation is. */
export function RotationSteps({ slot }: { slot: KeyVersion | null }) {
	const active = stepOf(slot);
	return (
		<Stepper activeStep={active} alternativeLabel aria-label="Rotation">
			{steps.map((label, index) => (
				<Step key={label} aria-current={index === active ? "step" : undefined}>
					<StepLabel>{label}</StepLabel>
				</Step>
			))}
		</Stepper>
	);
}

function stepOf(slot: KeyVersion | null): number {
	if (!slot) return 0;
	if (slot.state === "grace") return 3;
	return slot.state === "sharing" || slot.testStatus === "success" ? 2 : 1;
}
