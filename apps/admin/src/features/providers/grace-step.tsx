import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { FormAlert } from "@/components/form-alert.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { formatIn } from "@/lib/format.ts";
import { RetireButton } from "./retire-button.tsx";
import type { KeyVersion, Rotation } from "./types.ts";
import { useRotation } from "./use-rotation.ts";

/** While the former key is kept: one click goes back to it. */
export function GraceStep({ rotation, slot }: { rotation: Rotation; slot: KeyVersion }) {
	const { providerId, active } = rotation;
	const { rollback } = useRotation(providerId);
	return (
		<Stack component="section" aria-label="Grace" sx={{ gap: 2 }}>
			<Typography variant="body2">
				Version {active.version} pays for all runs. Version {slot.version} is destroyed{" "}
				{slot.graceUntil ? formatIn(slot.graceUntil) : "soon"}; until then one click goes back to it.
			</Typography>
			<FormAlert message={rollback.error ? describeProblem(rollback.error).message : undefined} />
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
				<Button
					variant="outlined"
					loading={rollback.isPending}
					onClick={() => rollback.mutate({ providerId, version: active.version })}
				>
					Roll back to version {slot.version}
				</Button>
				<RetireButton providerId={providerId} version={slot.version} what="former" />
			</Stack>
		</Stack>
	);
}
