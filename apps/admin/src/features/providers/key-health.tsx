import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ErrorIcon from "@mui/icons-material/ErrorOutlined";
import HelpIcon from "@mui/icons-material/HelpOutlineOutlined";
import KeyOffIcon from "@mui/icons-material/KeyOffOutlined";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { formatAgo, plural } from "@/lib/format.ts";
import type { ProviderKey } from "./types.ts";

const looks = {
	healthy: { icon: CheckIcon, color: "success.main", word: "healthy" },
	unhealthy: { icon: ErrorIcon, color: "error.main", word: "failing" },
	unreadable: { icon: KeyOffIcon, color: "error.main", word: "unreadable" },
	unknown: { icon: HelpIcon, color: "text.secondary", word: "not tested yet" },
} as const;

/** How a key is, in words: `healthy · tested 3 minutes ago · 412 models`. */
export function KeyHealth({ providerKey }: { providerKey: ProviderKey }) {
	const { keySource, healthStatus, lastTestedAt, modelsFound, problem, lastTest } = providerKey;
	const { icon: Icon, color, word } = looks[healthStatus];
	const details = [
		keySource === "sandbox" && healthStatus === "unknown" ? "runs on this server" : word,
		lastTestedAt && `tested ${formatAgo(lastTestedAt)}`,
		modelsFound !== null && plural(modelsFound, "model"),
	].filter(Boolean);
	return (
		<Stack direction="row" sx={{ gap: 0.75, fontSize: 13, minWidth: 0 }}>
			<Icon aria-hidden sx={{ fontSize: 16, color, mt: "2px" }} />
			<Box>
				{details.join(" · ")}
				{(problem ?? lastTest?.error) && <Box sx={{ color: "error.main" }}>{problem ?? lastTest?.error?.message}</Box>}
			</Box>
		</Stack>
	);
}
