import BlockIcon from "@mui/icons-material/BlockOutlined";
import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ErrorIcon from "@mui/icons-material/ErrorOutlined";
import HourglassIcon from "@mui/icons-material/HourglassEmptyOutlined";
import PlayIcon from "@mui/icons-material/PlayCircleOutlined";
import Box from "@mui/material/Box";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatDuration, plural } from "@/lib/format.ts";
import type { SyncItem } from "@/lib/sync-state.ts";
import { countWords } from "./labels.ts";

const looks = {
	waiting: { icon: HourglassIcon, word: "waiting", color: "text.secondary" },
	listing: { icon: PlayIcon, word: "listing", color: "primary.main" },
	done: { icon: CheckIcon, word: "done", color: "success.main" },
	failed: { icon: ErrorIcon, word: "failed", color: "error.main" },
	cancelled: { icon: BlockIcon, word: "cancelled", color: "text.secondary" },
} as const;

/** One provider of a sync: `done · 412 models · 3 new · 1.2 s`, or why it failed. */
export function CatalogSyncItem({ item }: { item: SyncItem }) {
	const { provider, endpoint, name, phase, pages, modelsFound, counts, failure, tookMs } = item;
	const { icon: Icon, word, color } = looks[phase];
	const words = [
		word,
		phase === "listing" && pages > 0 && `page ${pages}`,
		(modelsFound > 0 || phase === "done") && plural(modelsFound, "model"),
		...(counts ? countWords(counts) : []),
		tookMs !== null && phase !== "cancelled" && formatDuration(tookMs),
	];
	return (
		<Box component="li" sx={{ display: "flex", gap: 1, py: 0.75, fontSize: 13 }}>
			<Box sx={{ color: "text.secondary", mt: "1px" }}>
				<ProviderMark provider={endpoint === "sandbox" ? "sandbox" : provider} />
			</Box>
			<Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
				<Box sx={{ fontWeight: 550 }}>{name}</Box>
				<Box sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums" }}>
					{words.filter(Boolean).join(" · ")}
				</Box>
				{phase === "failed" && failure && <Box sx={{ color: "error.main" }}>{failure.message}</Box>}
			</Box>
			<Icon aria-hidden sx={{ fontSize: 16, color, mt: "2px" }} />
		</Box>
	);
}
