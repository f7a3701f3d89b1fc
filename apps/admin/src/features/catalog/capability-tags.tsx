import type { Capability } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import { capabilityNames } from "./labels.ts";

/** What a model can do. Chat goes without saying where it can do more. */
export function CapabilityTags({ capabilities }: { capabilities: Capability[] }) {
	const shown = capabilities.length > 1 ? capabilities.filter((capability) => capability !== "chat") : capabilities;
	return (
		<Box component="span" sx={{ display: "flex", gap: 0.5, flexWrap: "wrap" }}>
			{shown.map((capability) => (
				<Box
					key={capability}
					component="span"
					sx={{
						px: 0.75,
						borderRadius: 0.75,
						fontSize: 12,
						lineHeight: "20px",
						bgcolor: "action.hover",
						color: "text.secondary",
					}}
				>
					{capabilityNames[capability]}
				</Box>
			))}
		</Box>
	);
}
