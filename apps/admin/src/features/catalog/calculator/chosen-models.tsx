import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";
import { formatCount } from "@/lib/format.ts";
import { AddModel } from "../add-model.tsx";
import { type Calculator, mostCalculated } from "./use-calculator.ts";

/** The models that are calculated: those that were chosen, else the cheapest that may be used. */
export function ChosenModels({ chosen, isCut, set, result }: Pick<Calculator, "chosen" | "isCut" | "set" | "result">) {
	const beyond = result.data?.beyond;
	return (
		<Box>
			<Typography variant="h3" component="h2" sx={{ mb: 1 }}>
				Models
			</Typography>
			{isCut && (
				<Alert severity="info" variant="outlined" sx={{ mb: 1 }}>
					{mostCalculated} models at most: the first {mostCalculated} are here, the rest is left out.
				</Alert>
			)}
			{chosen.length === 0 && (
				<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
					The cheapest that you may use
					{beyond && beyond.dearer > 0 && `; ${formatCount(beyond.dearer)} more are dearer`}
					{beyond && beyond.unpriced > 0 && `; of ${formatCount(beyond.unpriced)} the price is unknown`}. Add models to
					see only those.
				</Typography>
			)}
			<Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5, mb: chosen.length > 0 ? 1.5 : 0 }}>
				{chosen.map((id) => (
					<Chip
						key={id}
						label={id}
						title="Delete takes it out"
						onDelete={() => void set({ models: chosen.filter((other) => other !== id) })}
						sx={{ maxWidth: 1 }}
					/>
				))}
			</Box>
			<AddModel
				label="Add a model"
				chosen={chosen}
				full={chosen.length >= mostCalculated ? `At most ${mostCalculated}: take one out first.` : undefined}
				onAdd={(id) => void set({ models: [...chosen, id] })}
			/>
		</Box>
	);
}
