import Button from "@mui/material/Button";
import type { MatrixProps } from "./suite-matrix.tsx";

/** Leads to deciding about a model; nothing for those who may not. */
export function DecideButton({ modelId, onDecide }: { modelId: string } & Pick<MatrixProps, "onDecide">) {
	if (!onDecide) return null;
	return (
		<Button color="inherit" aria-label={`Decide… about ${modelId}`} onClick={() => onDecide(modelId)}>
			Decide…
		</Button>
	);
}
