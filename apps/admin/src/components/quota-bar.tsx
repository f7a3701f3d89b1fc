import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import Stack from "@mui/material/Stack";
import { useId } from "react";
import { formatCount, formatReset, formatUsd } from "@/lib/format.ts";

export type Quota = RouterOutputs["access"]["explainOwn"]["quotas"][number];

const names: Record<Quota["name"], string> = {
	requests_per_day: "Runs today",
	tests_per_month: "Runs this month",
	grant_requests: "Runs of the grant",
	token_budget: "Budget of the token",
	user_budget: "Budget this month",
	tier_budget: "Budget of the tier",
};

/** What is used of a limit, and when it begins anew: the numbers that the next call is checked against. */
export function QuotaBar({ quota }: { quota: Quota }) {
	const labelId = useId();
	const { limit, used, name, label } = quota;
	const amount = (value: string | number) =>
		quota.unit === "usd" ? formatUsd(String(value)) : formatCount(Number(value));
	const share = limit === null ? 0 : Number(limit) === 0 ? 100 : Math.min(100, (Number(used) / Number(limit)) * 100);
	const unpriced =
		quota.unit === "usd" && quota.unpriced > 0 ? ` · ${formatCount(quota.unpriced)} of unknown cost` : "";
	return (
		<Box>
			<Stack direction="row" sx={{ justifyContent: "space-between", gap: 2, fontSize: 13 }}>
				<Box id={labelId} sx={{ minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
					{names[name]}{" "}
					{name !== "user_budget" && (
						<Box component="span" sx={{ color: "text.secondary" }}>
							{label}
						</Box>
					)}
				</Box>
				<Box sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
					{amount(used)} of {limit === null ? "unlimited" : amount(limit)}
				</Box>
			</Stack>
			{limit !== null && (
				<LinearProgress
					variant="determinate"
					value={share}
					color={share >= 100 ? "error" : share >= 80 ? "warning" : "primary"}
					aria-labelledby={labelId}
					sx={{ mt: 0.5, height: 6, borderRadius: 3, bgcolor: "divider" }}
				/>
			)}
			<Box sx={{ fontSize: 12, color: "text.secondary", mt: 0.25, minHeight: 18 }}>
				{quota.resetsAt && `${name === "grant_requests" ? "ends" : "begins anew"} ${formatReset(name, quota.resetsAt)}`}
				{unpriced}
			</Box>
		</Box>
	);
}
