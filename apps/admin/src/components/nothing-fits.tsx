import SearchOffIcon from "@mui/icons-material/SearchOff";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";

interface NothingFitsProps {
	title: string;
	/** What else could be tried. */
	children: ReactNode;
	onClear: () => void;
}

/** What stands where filters leave nothing, with the way out of them. */
export const NothingFits = ({ title, children, onClear }: NothingFitsProps) => (
	<EmptyState
		icon={SearchOffIcon}
		title={title}
		action={
			<Button variant="outlined" onClick={onClear}>
				Clear all filters
			</Button>
		}
	>
		{children}
	</EmptyState>
);
