import Alert from "@mui/material/Alert";

/** What a form as a whole did wrong; read out when it appears. */
export function FormAlert({ message }: { message: string | undefined }) {
	return message === undefined ? null : (
		<Alert severity="error" variant="outlined">
			{message}
		</Alert>
	);
}
