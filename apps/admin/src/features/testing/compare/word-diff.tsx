import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";

/** Longer than a person waits for marks. */
const timeout = 400;

interface WordDiffProps {
	label: string;
	names: [string, string];
	texts: [string, string];
}

/** Two texts side by side; the words that only one has are struck through in the first, underlined in the second. */
export function WordDiff({ label, names, texts: [a, b] }: WordDiffProps) {
	const changes = useMemo(() => diffWordsWithSpace(a, b, { timeout }), [a, b]);
	const side = (index: 0 | 1) => {
		const own = index === 0 ? ("removed" as const) : ("added" as const);
		if (!changes) return index === 0 ? a : b;
		return changes.map((change, place) => {
			if (change[index === 0 ? "added" : "removed"]) return null;
			const key = `${place}-${own}`;
			if (!change[own]) return <span key={key}>{change.value}</span>;
			return (
				<Box
					key={key}
					component={index === 0 ? "del" : "ins"}
					sx={{
						textDecoration: own === "removed" ? "line-through" : "underline",
						backgroundColor: `color-mix(in srgb, var(--mui-palette-${own === "removed" ? "error" : "success"}-main) 18%, transparent)`,
					}}
				>
					{change.value}
				</Box>
			);
		});
	};
	return (
		<Box component="section" aria-label={label} sx={{ mt: 3 }}>
			<Typography variant="h3" sx={{ mb: 1 }}>
				{label}
			</Typography>
			{a === b ? (
				<Typography variant="body2" color="textSecondary">
					Word for word the same.
				</Typography>
			) : (
				<>
					{!changes && (
						<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
							These are too long and too different to mark the words.
						</Typography>
					)}
					<Box
						sx={{
							display: "grid",
							gap: 2,
							gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
						}}
					>
						{([0, 1] as const).map((index) => (
							<Box key={index} sx={{ minWidth: 0 }}>
								<Typography variant="body2" color="textSecondary" sx={{ mb: 0.5, overflowWrap: "anywhere" }}>
									{names[index]}
								</Typography>
								<Box
									tabIndex={0}
									role="region"
									aria-label={`${label} of ${names[index]}`}
									sx={{
										border: 1,
										borderColor: "divider",
										borderRadius: 1,
										p: 1.5,
										maxHeight: 420,
										overflowY: "auto",
										whiteSpace: "pre-wrap",
										overflowWrap: "anywhere",
										fontSize: 14,
									}}
								>
									{side(index)}
								</Box>
							</Box>
						))}
					</Box>
				</>
			)}
		</Box>
	);
}
