import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import Stack from "@mui/material/Stack";
import { CopyButton } from "./copy-button.tsx";
import type { Person } from "./person-field.tsx";

interface TokenOnceProps {
	token: string;
	/** Where it is somebody else's. */
	owner: Person | null;
	onDone: () => void;
}

/** The token's text, the only time that it is shown. */
export const TokenOnce = ({ token, owner, onDone }: TokenOnceProps) => (
	<>
		<DialogContent sx={{ pt: 0 }}>
			<Stack sx={{ gap: 2 }}>
				<Alert severity="warning" variant="outlined">
					This is shown once. Whoever has it can call LLM Hub in{" "}
					{owner ? `the name of ${owner.email}: hand it over on a safe way` : "your name"}.
				</Alert>
				<Box
					sx={{
						display: "flex",
						alignItems: "center",
						gap: 1,
						p: 1,
						border: 1,
						borderColor: "divider",
						borderRadius: 1,
					}}
				>
					<Box component="code" data-testid="token" sx={{ flex: 1, wordBreak: "break-all", fontSize: 13 }}>
						{token}
					</Box>
					<CopyButton text={token} label="Copy the token" />
				</Box>
				<Box sx={{ fontSize: 13, color: "text.secondary" }}>
					Send it as <code>Authorization: Bearer …</code>
				</Box>
			</Stack>
		</DialogContent>
		<DialogActions sx={{ px: 3, pb: 2 }}>
			<Button variant="contained" onClick={onDone}>
				I have copied it
			</Button>
		</DialogActions>
	</>
);
