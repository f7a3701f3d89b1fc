import type { FailureReason } from "@llm-hub/api/schemas";
import WarningIcon from "@mui/icons-material/WarningAmberOutlined";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useState } from "react";
import { LazyPopover } from "@/components/lazy-popover.tsx";
import { formatAgo, formatClock, plural } from "@/lib/format.ts";
import type { CatalogSync, SyncStatus } from "@/lib/use-catalog-sync.ts";

type ProviderStatus = SyncStatus["providers"][number];

const failureWords: Partial<Record<FailureReason, string>> = {
	unauthorized: "has refused our key",
	forbidden: "has refused our key",
	quota: "has been out of credit",
	rate_limited: "has limited our calls",
	bad_response: "has sent no list that can be read",
};

const sinceWords = (moment: string | null) => (moment === null ? "" : ` since ${formatClock(moment)}`);

const verdict = ({ failure, failingSince }: ProviderStatus) =>
	`${(failure && failureWords[failure.reason]) ?? "has not answered"}${sinceWords(failingSince)}`;

function warning(failing: ProviderStatus[]): string {
	const [first, ...others] = failing;
	if (first && others.length === 0) return `${first.name} ${verdict(first)}`;
	const since = failing.map(({ failingSince }) => failingSince).filter((moment) => moment !== null);
	return `${plural(failing.length, "provider")} have not synced${sinceWords(since.sort()[0] ?? null)}`;
}

/** How fresh the catalog is, provider by provider on a click, and what fails since when. */
export default function CatalogSyncTruth({ sync }: { sync: CatalogSync }) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const { status, isRunning, isAdmin } = sync;
	if (!status) return null;
	const failing = status.providers.filter(({ state }) => state === "failing");
	const freshness = status.lastSuccessAt ? `synced ${formatAgo(status.lastSuccessAt)}` : "not synced yet";
	return (
		<>
			{" · "}
			<Link
				component="button"
				type="button"
				color="inherit"
				underline="always"
				aria-haspopup="dialog"
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ font: "inherit", verticalAlign: "baseline", textDecorationStyle: "dotted", textUnderlineOffset: 3 }}
			>
				{isRunning ? "syncing now" : freshness}
			</Link>
			{failing.length > 0 && (
				<Box component="span" sx={{ color: "warning.main" }}>
					{" · "}
					<WarningIcon aria-hidden sx={{ fontSize: 16, verticalAlign: "text-bottom", mr: 0.5 }} />
					{warning(failing)}
					{isAdmin && !isRunning && (
						<>
							{" · "}
							<Link
								component="button"
								type="button"
								underline="always"
								color="inherit"
								onClick={() => sync.start([...new Set(failing.map(({ provider }) => provider))])}
								sx={{ font: "inherit", verticalAlign: "baseline" }}
							>
								retry
							</Link>
						</>
					)}
				</Box>
			)}
			<LazyPopover label="Last sync" anchor={anchor} width={480} onClose={() => setAnchor(null)}>
				{status.providers.length === 0 && "No provider has a key yet."}
				<Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "auto 1fr", gap: 1, fontSize: 13 }}>
					{status.providers.map((provider) => (
						<ProviderFreshness key={`${provider.provider}/${provider.endpoint}`} provider={provider} />
					))}
				</Box>
			</LazyPopover>
		</>
	);
}

function ProviderFreshness({ provider }: { provider: ProviderStatus }) {
	const { name, state, freshSince, modelsFound, failure } = provider;
	const words = [
		freshSince ? `synced ${formatAgo(freshSince)}` : "not synced yet",
		modelsFound !== null && plural(modelsFound, "model"),
	];
	return (
		<>
			<Box component="dt" sx={{ fontWeight: 550 }}>
				{name}
			</Box>
			<Box component="dd" sx={{ m: 0, color: "text.secondary" }}>
				{words.filter(Boolean).join(" · ")}
				{state === "failing" && (
					<Box sx={{ color: "error.main" }}>
						{verdict(provider)}
						{failure && `: ${failure.message}`}
					</Box>
				)}
			</Box>
		</>
	);
}
