import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { TierName } from "@/components/tier-name.tsx";
import { useTierName } from "@/lib/use-tier-name.ts";
import { diffFields, type FieldChange, type FieldState } from "./diff-fields.ts";
import { fieldName } from "./field-name.ts";
import { FieldValue, isFingerprint } from "./field-value.tsx";

const words: Record<FieldState, string> = { changed: "changed", added: "new", removed: "gone", same: "unchanged" };

/** Before and after, field by field: what differs first, what stayed in grey. */
export function FieldDiff({ before, after }: { before: unknown; after: unknown }) {
	const fields = diffFields(before, after, useTierName());
	if (fields.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				Nothing: the event itself is all there is to tell.
			</Typography>
		);
	}
	const hasSecret = fields.some((field) => isFingerprint(field.before) || isFingerprint(field.after));
	return (
		<>
			<Box component="table" sx={{ width: "100%", borderCollapse: "collapse", fontSize: 14, tableLayout: "fixed" }}>
				<Box component="thead" sx={{ color: "text.secondary", fontSize: 13, textAlign: "left" }}>
					<tr>
						<Cell component="th" width="34%">
							Field
						</Cell>
						<Cell component="th">Before</Cell>
						<Cell component="th">After</Cell>
					</tr>
				</Box>
				<tbody>
					{fields.map((field) => (
						<FieldRow key={field.key} field={field} />
					))}
				</tbody>
			</Box>
			{hasSecret && (
				<Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
					A key is kept here only as a fingerprint: the same key has the same one, and no key can be read from it.
				</Typography>
			)}
		</>
	);
}

const FieldRow = ({ field: { path, state, before, after } }: { field: FieldChange }) => (
	<Box component="tr" sx={{ color: state === "same" ? "text.secondary" : undefined }}>
		<Cell>
			{path.map(fieldName).join(" › ")}
			<Box sx={{ fontSize: 12, color: "text.secondary" }}>{words[state]}</Box>
		</Cell>
		<Cell struck={state === "changed" || state === "removed"}>
			{state === "added" ? "–" : <Value of={path} value={before} />}
		</Cell>
		<Cell strong={state === "changed" || state === "added"}>
			{state === "removed" ? "–" : <Value of={path} value={after} />}
		</Cell>
	</Box>
);

const Value = ({ of, value }: { of: string[]; value: unknown }) =>
	of.at(-1) === "tierCode" && typeof value === "string" ? <TierName code={value} /> : <FieldValue value={value} />;

interface CellProps {
	component?: "td" | "th";
	width?: string;
	/** It no longer holds. */
	struck?: boolean;
	/** It holds now. */
	strong?: boolean;
	children: React.ReactNode;
}

const Cell = ({ component = "td", width, struck, strong, children }: CellProps) => (
	<Box
		component={component}
		sx={{
			width,
			py: 0.75,
			pr: 1.5,
			verticalAlign: "top",
			borderBottom: 1,
			borderColor: "divider",
			overflowWrap: "anywhere",
			textDecoration: struck ? "line-through" : undefined,
			textDecorationColor: "color-mix(in srgb, currentColor 45%, transparent)",
			fontWeight: strong ? 550 : component === "th" ? 550 : undefined,
		}}
	>
		{children}
	</Box>
);
