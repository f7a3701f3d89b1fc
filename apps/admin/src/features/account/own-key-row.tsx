import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ErrorIcon from "@mui/icons-material/ErrorOutlined";
import HelpIcon from "@mui/icons-material/HelpOutlineOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { TestStages } from "@/components/test-stages.tsx";
import { formatAgo } from "@/lib/format.ts";
import type { OwnProvider } from "./own-keys.tsx";
import { useOwnTest } from "./use-own-test.ts";

interface OwnKeyRowProps {
	provider: OwnProvider;
	onEnter: () => void;
	onRemove: () => void;
}

/** A provider, the person's own key of it, and what can be done with it. */
export function OwnKeyRow({ provider, onEnter, onRemove }: OwnKeyRowProps) {
	const { displayName, providerType, saved, getKeyUrl } = provider;
	const { test, run } = useOwnTest();
	return (
		<Box component="li" aria-label={displayName} sx={{ py: 1, borderBottom: 1, borderColor: "divider" }}>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
				<ProviderMark provider={providerType} size={18} />
				<Box sx={{ flex: "1 1 200px", minWidth: 0, fontSize: 14 }}>
					<Box sx={{ fontWeight: 550 }}>{displayName}</Box>
					<KeyState saved={saved} />
				</Box>
				{saved ? (
					<Stack direction="row" sx={{ gap: 0.5 }}>
						<Button
							variant="outlined"
							loading={test.running}
							onClick={() => run({ providerType })}
							aria-label={`Test your key of ${displayName}`}
						>
							Test
						</Button>
						<Button color="inherit" onClick={onEnter} aria-label={`Replace your key of ${displayName}`}>
							Replace
						</Button>
						<Button color="error" onClick={onRemove} aria-label={`Remove your key of ${displayName}`}>
							Remove
						</Button>
					</Stack>
				) : (
					<Button variant="outlined" color="inherit" onClick={onEnter} aria-label={`Add your key of ${displayName}`}>
						Add
					</Button>
				)}
			</Stack>
			<Box sx={{ pl: 4 }}>
				<TestStages test={test} getKeyUrl={getKeyUrl} />
			</Box>
		</Box>
	);
}

function KeyState({ saved }: Pick<OwnProvider, "saved">) {
	if (!saved) return <Box sx={{ color: "text.secondary", fontSize: 13 }}>no key of yours</Box>;
	const { keyPreview, lastTest, lastTestedAt, rotatedAt, problem } = saved;
	const bad = problem ?? lastTest?.error?.message ?? null;
	const Icon = bad !== null ? ErrorIcon : lastTest ? CheckIcon : HelpIcon;
	const color = bad !== null ? "error.main" : lastTest ? "success.main" : "text.secondary";
	const state = problem !== null ? "unreadable" : !lastTest ? "not tested" : lastTest.success ? "works" : "fails";
	return (
		<Box sx={{ fontSize: 13, color: "text.secondary" }}>
			<Box component="code" sx={{ color: "text.primary" }}>
				{keyPreview}
			</Box>{" "}
			entered {formatAgo(rotatedAt)} <Icon aria-hidden sx={{ fontSize: 15, color, verticalAlign: "-3px" }} />{" "}
			{[state, lastTestedAt && `tested ${formatAgo(lastTestedAt)}`].filter(Boolean).join(" · ")}
			{bad !== null && <Box sx={{ color: "error.main" }}>{bad}</Box>}
		</Box>
	);
}
