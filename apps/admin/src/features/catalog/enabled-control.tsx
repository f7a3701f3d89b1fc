import Box from "@mui/material/Box";
import type { ChangeEvent } from "react";
import { useSession } from "@/lib/session.ts";
import { switchStyle } from "./model-table-style.ts";
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
		<Box sx={{ display: "flex", alignItems: "center", gap: 0.75 }}>
			<Box
				component="input"
				type="checkbox"
				role="switch"
				aria-label={`Enable ${model.displayName}`}
				checked={model.enabled}
				aria-checked={model.enabled}
				onChange={({ target }: ChangeEvent<HTMLInputElement>) => setEnabled(model, target.checked)}
				sx={switchStyle}
			/>
			<Box sx={{ color: "text.secondary", fontSize: 13 }}>{word}</Box>
		</Box>
	);
}
