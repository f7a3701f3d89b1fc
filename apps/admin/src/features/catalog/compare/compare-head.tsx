import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import MuiLink from "@mui/material/Link";
import { Link } from "react-router";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";

/** On a phone a long name would take the room of what is compared. */
const clamped = {
	display: "-webkit-box",
	WebkitBoxOrient: "vertical",
	WebkitLineClamp: 3,
	overflow: "hidden",
} as const;

interface CompareHeadProps {
	asked: string;
	/** Undefined while it is on the way, null where the catalog does not have it. */
	model: { id: string; displayName: string } | null | undefined;
	onRemove: () => void;
}

/** What a column is about, with the way to the model's page and out of the comparison. */
export function CompareHead({ asked, model, onRemove }: CompareHeadProps) {
	const name = model?.displayName ?? asked;
	const id = model && (model.id === asked ? asked : `${asked} → ${model.id}`);
	return (
		<Box sx={{ display: "flex", alignItems: "flex-start", gap: 1, fontWeight: 400, textAlign: "left" }}>
			<Box sx={{ pt: 0.25 }}>
				<ProviderMark provider={providerOf(model?.id ?? asked)} />
			</Box>
			<Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }} title={id ? `${name} · ${id}` : name}>
				{model ? (
					<MuiLink component={Link} to={paths.model(model.id)} color="textPrimary" sx={{ ...clamped, fontWeight: 600 }}>
						{name}
					</MuiLink>
				) : (
					<Box sx={{ ...clamped, fontWeight: 600 }}>{name}</Box>
				)}
				<Box sx={{ ...(model && clamped), fontSize: 12, lineHeight: 1.5, minHeight: 18, color: "text.secondary" }}>
					{model === null && "Not in the catalog: no model or alias has this name now."}
					{id}
				</Box>
			</Box>
			<IconButton aria-label={`Remove ${name}`} title="Take it out" onClick={onRemove} sx={{ mt: -0.5, mr: -0.5 }}>
				<CloseIcon sx={{ fontSize: 16 }} />
			</IconButton>
		</Box>
	);
}
