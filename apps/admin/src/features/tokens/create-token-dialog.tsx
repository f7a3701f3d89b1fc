import type { RouterOutputs } from "@llm-hub/api/types";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId, useState } from "react";
import { TokenForm } from "./token-form.tsx";
import { TokenOnce } from "./token-once.tsx";

export type CreatedToken = RouterOutputs["access"]["tokens"]["create"];

/** First what the token may do, then the token itself: once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
	const titleId = useId();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
	const [created, setCreated] = useState<CreatedToken | null>(null);
	return (
		<Dialog
			open
			// The token is gone with the dialog: a stray click or Escape must not close it then.
			onClose={() => created === null && onClose()}
			aria-labelledby={titleId}
			maxWidth="sm"
			fullWidth
			fullScreen={narrow}
		>
			<DialogTitle id={titleId}>{created ? `Copy ${created.name} now` : "Create an API token"}</DialogTitle>
			{created ? <TokenOnce created={created} onDone={onClose} /> : <TokenForm onDone={setCreated} onClose={onClose} />}
		</Dialog>
	);
}
