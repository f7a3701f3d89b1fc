import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { providerOf } from "@/lib/model-id.ts";

export interface ModelChoice {
	value: string[];
	onChange: (modelIds: string[]) => void;
}

/** The chosen models, each with a way to take it out: there before the search for more has come. */
export function ModelChips({ value, onChange }: ModelChoice) {
	if (value.length === 0) return null;
	return (
		<Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5, mb: 1.5 }}>
			{value.map((modelId) => (
				<Chip
					key={modelId}
					label={modelId}
					title="Delete takes it out"
					onDelete={() => onChange(value.filter((id) => id !== modelId))}
					icon={
						<Box component="span" sx={{ display: "inline-flex", pl: 0.5 }}>
							<ProviderMark provider={providerOf(modelId)} size={14} />
						</Box>
					}
				/>
			))}
		</Box>
	);
}
