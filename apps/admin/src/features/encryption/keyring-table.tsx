import type { RouterOutputs } from "@llm-hub/api/types";
import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import KeyOffIcon from "@mui/icons-material/KeyOffOutlined";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { formatCount } from "@/lib/format.ts";

type Keyring = RouterOutputs["keys"]["keyring"];

/** Which key of `ENCRYPTION_KEYS` wraps how many saved keys, and whether they can be read. */
export function KeyringTable({ keyring }: { keyring: Keyring }) {
	const { primaryKeyId, savedKeys, unreadable, problems } = keyring;
	const ids = [...new Set([primaryKeyId, ...savedKeys.map(({ keyId }) => keyId)])];
	return (
		<>
			<Typography variant="h2">Keys of the keyring</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				Every saved secret has a key of its own, which a key of <code>ENCRYPTION_KEYS</code> wraps. The first of them
				wraps what is saved from now on.
			</Typography>
			{problems.map((problem) => (
				<Alert key={problem} severity="error" variant="outlined" sx={{ mb: 1 }}>
					{problem}
				</Alert>
			))}
			<Table size="small" aria-label="Keys of the keyring">
				<TableHead>
					<TableRow>
						<TableCell>Key id</TableCell>
						<TableCell align="right">Saved keys</TableCell>
						<TableCell>State</TableCell>
					</TableRow>
				</TableHead>
				<TableBody>
					{ids.map((id) => (
						<TableRow key={id}>
							<TableCell>
								<code>{id}</code>
								{id === primaryKeyId && <Box sx={{ fontSize: 12, color: "text.secondary" }}>encrypts</Box>}
							</TableCell>
							<TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
								{formatCount(savedKeys.find(({ keyId }) => keyId === id)?.secrets ?? 0)}
							</TableCell>
							<TableCell>
								<KeyState lost={unreadable.find(({ keyId }) => keyId === id)} />
							</TableCell>
						</TableRow>
					))}
				</TableBody>
			</Table>
		</>
	);
}

function KeyState({ lost }: { lost: Keyring["unreadable"][number] | undefined }) {
	const Icon = lost ? KeyOffIcon : CheckIcon;
	const words = lost
		? `${formatCount(lost.secrets)} unreadable: the key ${lost.reason === "missing" ? "is missing" : "is another one"}`
		: "readable";
	return (
		<Box sx={{ display: "flex", gap: 0.75, alignItems: "flex-start" }}>
			<Icon aria-hidden sx={{ fontSize: 16, mt: "2px", color: lost ? "error.main" : "success.main" }} />
			{words}
		</Box>
	);
}
