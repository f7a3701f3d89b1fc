import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { FormAlert } from "./form-alert.tsx";

/** The fields scroll, the buttons stay in sight. */
const column = { display: "flex", flexDirection: "column", minHeight: 0, flex: 1 } as const;

interface DialogFormProps {
	/** What is being filled in, for screen readers; left out where the dialog's title says it. */
	label?: string;
	children: ReactNode;
	/** What is wrong with the form as a whole. */
	problem: string | undefined;
	/** The verb, such as "Add user". */
	submitLabel: string;
	pending: boolean;
	/** Something else is under way. */
	disabled?: boolean;
	/** It takes something away. */
	isDestructive?: boolean;
	/** Another action, at the left. */
	aside?: ReactNode;
	onSubmit: () => void;
	/** Something was typed. */
	onChange?: () => void;
	onCancel: () => void;
}

/** The form that a dialog holds: fields, what is wrong, and its buttons in the order that all have. */
export function DialogForm(props: DialogFormProps) {
	const { label, children, problem, submitLabel, pending, disabled, isDestructive, aside, onCancel } = props;
	return (
		<form
			noValidate
			aria-label={label}
			onSubmit={(event) => {
				event.preventDefault();
				// React hands events of a dialog on to the form that it was opened from.
				event.stopPropagation();
				props.onSubmit();
			}}
			onChange={props.onChange}
			style={column}
		>
			<DialogContent sx={{ pt: 1 }}>
				<Stack sx={{ gap: 2 }}>
					{children}
					<FormAlert message={problem} />
				</Stack>
			</DialogContent>
			<DialogActions sx={{ px: 3, pb: 2 }}>
				{aside}
				<Button color="inherit" onClick={onCancel}>
					Cancel
				</Button>
				<Button
					type="submit"
					variant="contained"
					color={isDestructive ? "error" : "primary"}
					loading={pending}
					disabled={disabled ?? false}
				>
					{submitLabel}
				</Button>
			</DialogActions>
		</form>
	);
}
