import Button from "@mui/material/Button";
import { Link } from "react-router";
import { formatCount } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";

/** A link names no more models than this; the pages that it leads to say what they leave out. */
export const mostLinked = 51;

// On a phone the place is the list's: a selection has the same two.
const button = {
	variant: "outlined",
	color: "inherit",
	component: Link,
	sx: { display: { xs: "none", sm: "inline-flex" } },
} as const;

/** The ways to the pages that hold models against each other, with what is selected. */
export function CatalogTools({ selected }: { selected: ReadonlySet<string> }) {
	const ids = [...selected].slice(0, mostLinked);
	return (
		<>
			<Button {...button} to={paths.compare(ids)}>
				{selected.size > 0 ? `Compare (${formatCount(selected.size)})` : "Compare"}
			</Button>
			<Button {...button} to={paths.calculator(ids)}>
				Calculator
			</Button>
		</>
	);
}
