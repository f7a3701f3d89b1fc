import CompareIcon from "@mui/icons-material/CompareArrowsOutlined";
import PlayIcon from "@mui/icons-material/PlayArrow";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { CopyButton } from "@/components/copy-button.tsx";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { daysSince, formatDate, formatDay, plural } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { EnabledControl } from "../enabled-control.tsx";
import type { ModelDetail } from "../model-facts.tsx";
import { MayI } from "./may-i.tsx";
import { goToSection } from "./section.tsx";

/** What the model is called, whether I may use it, whether it ends, and the way into the lab. */
export function ModelHeader({ model, canTest }: { model: ModelDetail; canTest: boolean }) {
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Box sx={{ pr: 4 }}>
				<Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
					<ProviderMark provider={providerOf(model.id)} size={22} />
					<Typography variant="h1" component="h2" sx={{ overflowWrap: "anywhere" }}>
						{model.displayName}
					</Typography>
				</Stack>
				<Stack direction="row" sx={{ alignItems: "center", color: "text.secondary" }}>
					<Box component="code" sx={{ fontSize: 13, overflowWrap: "anywhere" }}>
						{model.id}
					</Box>
					<CopyButton text={model.id} label="Copy the model id" />
				</Stack>
			</Box>
			<MayI model={model} />
			<EndNotice model={model} />
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap" }}>
				<Button
					component={Link}
					to={paths.testModel(model.id)}
					variant="contained"
					startIcon={<PlayIcon />}
					disabled={!canTest}
				>
					Test this model
				</Button>
				<Button
					component={Link}
					to={paths.compare([model.id])}
					variant="outlined"
					color="inherit"
					startIcon={<CompareIcon />}
				>
					Compare
				</Button>
				<EnabledControl model={model} />
			</Stack>
		</Stack>
	);
}

function EndNotice({ model: { retiredAt, deprecationDate } }: { model: ModelDetail }) {
	const words = retiredAt
		? `Retired since ${formatDate(retiredAt)}: it stays here because the history names it.`
		: deprecationDate && endWords(deprecationDate);
	if (!words) return null;
	return (
		<Alert
			severity="warning"
			variant="outlined"
			action={
				<Button color="inherit" onClick={() => goToSection("end")}>
					What replaces it
				</Button>
			}
		>
			{words}
		</Alert>
	);
}

/** `Ends on Dec 16, 2026, in 20 days.` */
function endWords(date: string): string {
	const left = -daysSince(date);
	if (left <= 0) return `Its end was announced for ${formatDay(date)}, and the catalog still has it.`;
	return `Ends on ${formatDay(date)}, in ${plural(left, "day")}.`;
}
