import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDuration, plural } from "@/lib/format.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import { type Reencryption, useReencrypt } from "./use-reencrypt.ts";

/** Wraps every secret with the first key of the ring: tried first, stopped and gone on with at will. */
export function ReencryptPanel() {
	const { state, start, stop } = useReencrypt();
	const { running, stopped, result, problem } = state;
	return (
		<Stack sx={{ gap: 1.5 }}>
			<div>
				<Typography variant="h2">Re-encrypt</Typography>
				<Typography variant="body2" color="textSecondary">
					To change the key: put a new one first into <code>ENCRYPTION_KEYS</code>, keep the old one behind it, restart,
					and re-encrypt. Servers go on reading and writing meanwhile; no secret is decrypted.
				</Typography>
			</div>
			{running !== null && <Progress state={state} />}
			{problem !== null && <ErrorState error={problem} title="Stopped early; nothing is lost" />}
			{stopped && (
				<Alert severity="info" variant="outlined">
					Stopped. What was wrapped stays so, every secret is readable, and Resume goes on from there.
				</Alert>
			)}
			{result && <Outcome result={result} />}
			<Stack direction="row" sx={{ gap: 1 }}>
				{running === null ? (
					<>
						<Button variant="outlined" color="inherit" onClick={() => start(true)}>
							Dry run
						</Button>
						<Button variant="contained" onClick={() => start(false)}>
							{stopped || problem !== null ? "Resume" : "Re-encrypt"}
						</Button>
					</>
				) : (
					<Button variant="outlined" color="inherit" onClick={stop}>
						Cancel
					</Button>
				)}
			</Stack>
		</Stack>
	);
}

function Progress({ state: { running, startedAt, done, total } }: { state: Reencryption }) {
	const elapsed = useElapsed(startedAt, true) ?? 0;
	return (
		<Box>
			<Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums", mb: 0.5 }}>
				{running === "dry" ? "Trying" : "Wrapping"}: {formatCount(done)} of {plural(total, "secret")} ·{" "}
				{formatDuration(elapsed)}
			</Typography>
			<LinearProgress
				aria-label="Re-encryption"
				variant="determinate"
				value={total === 0 ? 0 : Math.min(100, (100 * done) / total)}
			/>
		</Box>
	);
}

function Outcome({ result }: { result: NonNullable<Reencryption["result"]> }) {
	const { dryRun, rewrapped, remaining, primaryKeyId, unreadable } = result;
	const lost = unreadable.reduce((sum, { secrets }) => sum + secrets, 0);
	return (
		<Alert severity={lost > 0 ? "warning" : "success"} variant="outlined">
			{dryRun
				? `Dry run: ${plural(rewrapped, "secret")} would be wrapped with the key ${primaryKeyId}. Nothing was written.`
				: `${plural(rewrapped, "secret")} wrapped with the key ${primaryKeyId}.`}
			{unreadable.map(({ keyId, reason, secrets }) => (
				<Box key={`${keyId} ${reason}`}>
					{plural(secrets, "secret")} cannot be read: the key {keyId || "(none)"}{" "}
					{reason === "missing" ? "is missing" : "is another one than they were encrypted with"}. Put it into
					ENCRYPTION_KEYS, or save those keys again.
				</Box>
			))}
			{!dryRun && remaining === 0 && <Box>No secret needs any other key: the others may leave ENCRYPTION_KEYS.</Box>}
		</Alert>
	);
}
