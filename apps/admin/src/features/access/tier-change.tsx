import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatCount, plural } from "@/lib/format.ts";

type Change = RouterOutputs["access"]["rules"]["preview"]["tiers"][number];

/** What one tier would gain and lose, by name. */
export function TierChange({ tier }: { tier: Change }) {
	const { allowedBefore, allowedAfter } = tier;
	const kinds = [
		{ sign: "+", verb: "gains", count: tier.gained, models: tier.gainedModels, color: "success.main" },
		{ sign: "−", verb: "loses", count: tier.lost, models: tier.lostModels, color: "error.main" },
		{
			sign: "±",
			verb: "has another limit on",
			count: tier.changed,
			models: tier.changedModels,
			color: "text.secondary",
		},
	].filter(({ count }) => count > 0);
	return (
		<Box component="section">
			<Typography variant="h3">
				{tier.name} · {plural(tier.users, "user")}
			</Typography>
			<Typography variant="body2" color="textSecondary">
				{formatCount(allowedBefore)} → {plural(allowedAfter, "model")}
			</Typography>
			{kinds.map(({ sign, verb, count, models, color }) => (
				<Box key={verb} component="details" open={count <= 25} sx={{ mt: 0.5, fontSize: 13 }}>
					<Box component="summary" sx={{ color, cursor: "pointer" }}>
						{sign} {verb} {plural(count, "model")}
					</Box>
					<Box component="ul" sx={{ m: 0, pl: 2.5, maxHeight: 160, overflowY: "auto" }}>
						{models.map((model) => (
							<li key={model}>
								<code>{model}</code>
							</li>
						))}
						{count > models.length && <li>and {formatCount(count - models.length)} more</li>}
					</Box>
				</Box>
			))}
		</Box>
	);
}
