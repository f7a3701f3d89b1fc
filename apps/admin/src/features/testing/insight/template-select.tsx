import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { trpc } from "@/lib/trpc.ts";

interface TemplateSelectProps {
	templateId: string | undefined;
	onChange: (templateId: string | undefined) => void;
}

/** Only what was asked with one template. */
export function TemplateSelect({ templateId, onChange }: TemplateSelectProps) {
	const templates = trpc.testing.templates.list.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	return (
		<TextField
			select
			label="Template"
			value={templateId ?? "any"}
			onChange={({ target }) => onChange(target.value === "any" ? undefined : target.value)}
			sx={{ minWidth: 180 }}
		>
			<MenuItem value="any">Any prompt</MenuItem>
			{templates.data?.map(({ id, name }) => (
				<MenuItem key={id} value={id}>
					{name}
				</MenuItem>
			))}
		</TextField>
	);
}
