import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { QuotaBar } from "./quota-bar.tsx";
import { StatusWord } from "./status-word.tsx";
import { TierName } from "./tier-name.tsx";

type Trace = RouterOutputs["access"]["explainOwn"];

const verdicts = {
	allowed: { look: "good", word: "Allowed" },
	denied: { look: "bad", word: "Not allowed" },
	limited: { look: "waiting", word: "Used up" },
} as const;

/** Why a call is let through or not: the verdict, what decided it, what is left, and what would change it. */
export function AccessTrace({ trace, action }: { trace: Trace; action?: ReactNode }) {
	const { look, word } = verdicts[trace.verdict];
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Box>
				<StatusWord look={look}>{word}</StatusWord>
				<Typography variant="body2">{trace.message}</Typography>
			</Box>
			{trace.rule && (
				<Typography variant="body2" color="textSecondary">
					{trace.grant ? "Without the grant: rule" : "Decided by rule"} <code>{trace.rule.modelPattern}</code> of tier{" "}
					<TierName code={trace.rule.tierCode} />, priority {trace.rule.priority}.
				</Typography>
			)}
			{trace.quotas.map((quota) => (
				<QuotaBar key={`${quota.name} ${quota.label}`} quota={quota} />
			))}
			<AccessChanges changes={trace.changes} />
			{action}
		</Stack>
	);
}

/** What would let a call through. */
export function AccessChanges({ changes }: Pick<Trace, "changes">) {
	if (changes.length === 0) return null;
	return (
		<Box>
			<Typography variant="h3" component="p">
				What would change it
			</Typography>
			<Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 13 }}>
				{changes.map(({ text }) => (
					<li key={text}>{text}</li>
				))}
			</Box>
		</Box>
	);
}
