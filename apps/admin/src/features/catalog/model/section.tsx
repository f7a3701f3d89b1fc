import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

/** The parts of a model's page, in the order in which people ask. */
export const sectionNames = {
	facts: "What it is",
	price: "Price",
	measured: "Measured by us",
	decisions: "Decisions",
	history: "Price history",
	end: "End of life",
	access: "Who may use it",
	code: "Use it in code",
	similar: "Similar models",
} as const;
export type SectionName = keyof typeof sectionNames;

const headingId = (name: SectionName) => `model-${name}`;

/** Brings a part into view, and the keyboard to it. */
export function goToSection(name: SectionName): void {
	const heading = document.getElementById(headingId(name));
	heading?.scrollIntoView({ block: "start" });
	heading?.focus({ preventScroll: true });
}

interface SectionProps {
	name: SectionName;
	/** Stands at the right of the heading. */
	action?: ReactNode;
	children: ReactNode;
}

export function Section({ name, action, children }: SectionProps) {
	return (
		<Box component="section" aria-labelledby={headingId(name)}>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, mb: 1, minHeight: 30, flexWrap: "wrap" }}>
				<Typography
					id={headingId(name)}
					variant="h2"
					component="h3"
					tabIndex={-1}
					sx={{ flex: 1, scrollMarginTop: 56, outline: "none" }}
				>
					{sectionNames[name]}
				</Typography>
				{action}
			</Stack>
			{children}
		</Box>
	);
}

/** The way to each part; it stays in sight while the page scrolls. */
export function SectionNav({ names }: { names: readonly SectionName[] }) {
	return (
		<Box
			component="nav"
			aria-label="On this page"
			sx={{
				position: "sticky",
				top: 0,
				zIndex: 1,
				mx: { xs: -2, sm: -3 },
				pl: { xs: 1, sm: 2 },
				// The way out stands there.
				pr: 6,
				py: 0.5,
				bgcolor: "background.paper",
				borderBottom: 1,
				borderColor: "divider",
				flexShrink: 0,
			}}
		>
			{/* Fades at its end: a name that happens to be cut between two words looks like a whole one. */}
			<Box
				sx={{
					display: "flex",
					overflowX: "auto",
					pr: 3,
					scrollPaddingInlineEnd: "24px",
					maskImage: `linear-gradient(to left, transparent, black 24px)`,
				}}
			>
				{names.map((name) => (
					<Button
						key={name}
						color="inherit"
						onClick={() => goToSection(name)}
						sx={{ flexShrink: 0, minWidth: 0, px: 1, color: "text.secondary" }}
					>
						{sectionNames[name]}
					</Button>
				))}
			</Box>
		</Box>
	);
}
