import Box from "@mui/material/Box";
import Switch from "@mui/material/Switch";
import { useSession } from "@/lib/session.ts";
import type { Model } from "./use-model-pages.ts";
import { useSetEnabled } from "./use-set-enabled.ts";

type Props = { model: Pick<Model, "id" | "displayName" | "enabled"> };

/** Whether a model may be used, as a word; for admins with the switch. */
export function EnabledControl({ model }: Props) {
	const { isAdmin } = useSession();
	const word = model.enabled ? "enabled" : "disabled";
	if (!isAdmin) return <Box sx={{ color: "text.secondary", fontSize: 13 }}>{word}</Box>;
	return <EnabledSwitch model={model} word={word} />;
}

function EnabledSwitch({ model, word }: { model: Props["model"]; word: string }) {
	const setEnabled = useSetEnabled();
	return (
		<Box sx={{ display: "flex", alignItems: "center", position: "relative" }}>
			<Switch
				color="default"
				checked={model.enabled}
				onChange={(_, enabled) => setEnabled(model, enabled)}
				slotProps={{ input: { "aria-label": `Enable ${model.displayName}` } }}
			/>
			<Box sx={{ color: "text.secondary", fontSize: 13 }}>{word}</Box>
		</Box>
	);
}
