import Button from "@mui/material/Button";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { useRotation } from "./use-rotation.ts";

interface RetireButtonProps {
	providerId: string;
	version: number;
	what: "staged" | "former";
}

const words = {
	staged: {
		label: "Discard",
		title: "Discard the staged key?",
		text: "The staged key is destroyed and pays for nothing any more. To stage it again, you need it from the provider.",
	},
	former: {
		label: "Retire now",
		title: "Destroy the former key?",
		text: "Nobody can roll back to it then. Revoke it at the provider as well.",
	},
} as const;

/** Destroys what stands in the second slot, once somebody confirmed. */
export function RetireButton({ providerId, version, what }: RetireButtonProps) {
	const [isAsking, setAsking] = useState(false);
	const { retire } = useRotation(providerId);
	const onError = useProblemToast();
	const { label, title, text } = words[what];
	const confirm = () => retire.mutate({ providerId, version }, { onError, onSettled: () => setAsking(false) });
	return (
		<>
			<Button color="error" onClick={() => setAsking(true)} sx={{ ml: { sm: "auto" } }}>
				{label}
			</Button>
			<ConfirmDialog
				open={isAsking}
				title={title}
				confirmLabel={label}
				pending={retire.isPending}
				onConfirm={confirm}
				onClose={() => setAsking(false)}
			>
				{text}
			</ConfirmDialog>
		</>
	);
}
