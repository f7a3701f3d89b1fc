import CheckIcon from "@mui/icons-material/Check";
import CloseIcon from "@mui/icons-material/Close";
import MoreHorizIcon from "@mui/icons-material/MoreHoriz";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import { ErrorState } from "@/components/error-state.tsx";
import { formatDuration, plural } from "@/lib/format.ts";
import type { StagedTest } from "@/lib/use-staged-test.ts";

const stages = ["reach", "authenticate", "list"] as const;
const stageNames = { reach: "Reach", authenticate: "Authenticate", list: "List models" } as const;

/** The three stages of a connection test as they happen, then what to do if one failed. */
export function TestStages({ test, getKeyUrl }: { test: StagedTest; getKeyUrl: string | null }) {
	const { running, result, problem } = test;
	if (!running && test.stages.length === 0 && !problem) return null;
	const failure = result?.error;
	return (
		<Stack sx={{ gap: 1 }}>
			<Stack
				component="ol"
				aria-label="Test"
				aria-busy={running}
				sx={{ listStyle: "none", m: 0, p: 0, gap: 0.25, fontSize: 13 }}
			>
				{stages.map((name, index) => {
					const stage = test.stages.find((candidate) => candidate.stage === name);
					const current = running && index === test.stages.length;
					if (!stage && !running) return null;
					const Icon = stage ? (stage.ok ? CheckIcon : CloseIcon) : MoreHorizIcon;
					const color = stage ? (stage.ok ? "success.main" : "error.main") : "text.secondary";
					return (
						<Box
							component="li"
							key={name}
							sx={{ display: "flex", alignItems: "center", gap: 1, color: stage ? undefined : "text.secondary" }}
						>
							<Icon aria-hidden sx={{ fontSize: 16, color }} />
							<span>{stageNames[name]}</span>
							<Box component="span" sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums" }}>
								{stage
									? [
											stage.ok ? "ok" : "failed",
											formatDuration(stage.latencyMs),
											stage.modelsFound !== undefined && plural(stage.modelsFound, "model"),
										]
											.filter(Boolean)
											.join(" · ")
									: current
										? "now"
										: ""}
							</Box>
						</Box>
					);
				})}
			</Stack>
			{failure && (
				<Alert severity="error" variant="outlined" sx={{ py: 0 }}>
					{failure.message}
					{failure.reason === "unauthorized" && getKeyUrl && (
						<>
							{" "}
							<Link href={getKeyUrl} target="_blank" rel="noopener noreferrer">
								Create a new key
							</Link>{" "}
							or paste another.
						</>
					)}
				</Alert>
			)}
			{problem !== null && <ErrorState error={problem} title="Not tested" />}
		</Stack>
	);
}
