import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { StatusWord } from "@/components/status-word.tsx";
import { formatCount, plural } from "@/lib/format.ts";
import { useTierName } from "@/lib/use-tier-name.ts";
import type { ModelDetail } from "../model-facts.tsx";
import { statusOf } from "../status-words.ts";
import { goToSection } from "./section.tsx";
import { SignInTo } from "./sign-in-to.tsx";

/** Whether I may use the model now, in one line; the part about access says the rest. */
export function MayI({ model }: { model: ModelDetail }) {
	const tierName = useTierName();
	const { usability } = model;
	if (!usability) return <SignInTo>see whether you may use it</SignInTo>;
	if (usability.usable && model.retiredAt === null) {
		return (
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap", fontSize: 13 }}>
				<StatusWord look="good">You may use it</StatusWord>
				<Typography variant="body2" color="textSecondary">
					{boundsOf(usability)}
				</Typography>
			</Stack>
		);
	}
	const { word, title } = statusOf(model, tierName);
	return (
		<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap", fontSize: 13 }}>
			<StatusWord look={usability.reason === "limit" ? "waiting" : "bad"}>{`You may not use it: ${word}`}</StatusWord>
			<Typography variant="body2" color="textSecondary">
				{title}
			</Typography>
			{model.retiredAt === null && (
				<Button onClick={() => goToSection("access")} sx={{ py: 0 }}>
					Why, and what to do
				</Button>
			)}
		</Stack>
	);
}

const boundsOf = ({ reason, rule, maxRequestsPerDay, maxContextLength }: NonNullable<ModelDetail["usability"]>) =>
	[
		rule && (reason === "grant" ? `a grant for ${rule} opens it` : `rule ${rule} of your tier`),
		maxRequestsPerDay !== undefined && `${plural(maxRequestsPerDay, "run")} a day`,
		maxContextLength !== undefined && `at most ${formatCount(maxContextLength)} tokens of prompt and answer`,
	]
		.filter(Boolean)
		.join(" · ");
