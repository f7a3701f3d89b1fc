import type { RouterOutputs } from "@llm-hub/api/types";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId, useState } from "react";
import type { Person } from "./person-field.tsx";
import { TokenForm } from "./token-form.tsx";
import { TokenOnce } from "./token-once.tsx";

type CreatedToken = RouterOutputs["access"]["tokens"]["create"];

interface CreateTokenDialogProps {
	/** Whose it becomes; left out, an admin chooses. */
	owner?: Person | undefined;
	onClose: () => void;
}

/** First what the token may do, then the token itself: once. */
export function CreateTokenDialog({ owner, onClose }: CreateTokenDialogProps) {
	const titleId = useId();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
	const [made, setMade] = useState<{ token: CreatedToken; owner: Person | null } | null>(null);
	const title = made ? `Copy ${made.token.name} now` : `Create an API token${owner ? ` for ${owner.name}` : ""}`;
	return (
		<Dialog
			open
			// The token is gone with the dialog: a stray click or Escape must not close it then.
			onClose={() => made === null && onClose()}
			aria-labelledby={titleId}
			maxWidth="sm"
			fullWidth
			fullScreen={narrow}
		>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			{made ? (
				<TokenOnce token={made.token.token} owner={made.owner} onDone={onClose} />
			) : (
				<TokenForm owner={owner} onDone={(token, forWhom) => setMade({ token, owner: forWhom })} onClose={onClose} />
			)}
		</Dialog>
	);
}
