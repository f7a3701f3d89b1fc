import { EmptyState } from "@/components/empty-state.tsx";
import { NothingFits } from "@/components/nothing-fits.tsx";

interface NoModelsProps {
	isFiltered: boolean;
	onClear: () => void;
}

/** What stands instead of a list without models. */
export default function NoModels({ isFiltered, onClear }: NoModelsProps) {
	if (isFiltered) {
		return (
			<NothingFits title="No model fits" onClear={onClear}>
				Take a filter away, or search for fewer words.
			</NothingFits>
		);
	}
	return (
		<EmptyState title="The catalog is empty">
			The server brings its models in when it starts. Look again in a moment.
		</EmptyState>
	);
}
