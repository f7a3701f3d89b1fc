import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { formatAgo, formatCount, formatIn, formatUsd } from "@/lib/format.ts";
import type { KeyVersion } from "./types.ts";

/** One slot: which key stands there, whether it works, and what it paid for. */
export function VersionPanel({ version: shown, beside }: { version: KeyVersion; beside: KeyVersion | null }) {
	const { version, keyPreview, hasKey, enteredAt, usage, problem, graceUntil } = shown;
	const title = `${titleOf(shown)}: version ${version}`;
	return (
		<Box
			component="section"
			aria-label={title}
			sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 2, minWidth: 0 }}
		>
			<Typography variant="h3" sx={{ mb: 1 }}>
				{title}
			</Typography>
			<Box
				component="dl"
				sx={{
					m: 0,
					display: "grid",
					gridTemplateColumns: "auto minmax(0, 1fr)",
					columnGap: 2,
					rowGap: 0.5,
					fontSize: 13,
				}}
			>
				<Fact name="Key">{hasKey ? <code>{keyPreview ?? "***"}</code> : "none"}</Fact>
				<Fact name="Entered">{formatAgo(enteredAt)}</Fact>
				<Fact name="Last test">{testWords(shown)}</Fact>
				<Fact name="Pays for">{shareWords(shown, beside)}</Fact>
				{graceUntil && <Fact name="Destroyed">{formatIn(graceUntil)}</Fact>}
				<Fact name="Runs so far">{formatCount(usage.runs)}</Fact>
				<Fact name="Failures">{formatCount(usage.failures)}</Fact>
				<Fact name="Cost so far">{costWords(usage)}</Fact>
			</Box>
			{problem && (
				<Alert severity="error" variant="outlined" sx={{ mt: 1, py: 0 }}>
					{problem}
				</Alert>
			)}
		</Box>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<Box component="dt" sx={{ color: "text.secondary" }}>
				{name}
			</Box>
			<Box component="dd" sx={{ m: 0, fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" }}>
				{children}
			</Box>
		</>
	);
}

const titles = { active: "In use", staged: "Next", sharing: "Next", grace: "Former", retired: "Retired" } as const;
const titleOf = ({ state }: KeyVersion) => titles[state];

function testWords({ testStatus, lastTestedAt, lastTest }: KeyVersion): string {
	if (testStatus === null || !lastTestedAt) return "not tested yet";
	const found = testStatus === "success" ? "passed" : `failed (${lastTest?.error?.reason ?? "unknown"})`;
	return `${found} ${formatAgo(lastTestedAt)}`;
}

function shareWords({ state, sharePercent }: KeyVersion, beside: KeyVersion | null): string {
	if (state === "active") return beside?.sharePercent ? `${100 - beside.sharePercent} % of the runs` : "all runs";
	if (state === "sharing") return `${sharePercent} % of the runs`;
	return state === "grace" ? "nothing, unless the new key is refused" : "nothing yet";
}

function costWords({ costUsd, unpricedRuns }: KeyVersion["usage"]): string {
	const known = formatUsd(costUsd);
	return unpricedRuns === 0 ? known : `${known} and ${formatCount(unpricedRuns)} unpriced`;
}
