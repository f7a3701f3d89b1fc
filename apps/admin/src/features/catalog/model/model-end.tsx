import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { formatDate, formatDay } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { FactRow } from "../fact-row.tsx";
import type { ModelDetail } from "../model-facts.tsx";

/** When the model ends by whose word, and what its provider recommends instead. */
export function ModelEnd({ model }: { model: ModelDetail }) {
	const { deprecationDate, retiredAt, replacedBy, sources } = model;
	const { user } = useSession();
	return (
		<>
			<Box component="dl" sx={{ m: 0 }}>
				{retiredAt ? (
					<FactRow label="Retired" source={sources.retiredAt ?? sources.deprecationDate}>
						{formatDate(retiredAt)}
					</FactRow>
				) : (
					<FactRow label="Ends" source={deprecationDate === null ? null : sources.deprecationDate}>
						{deprecationDate === null ? "no source names a date" : formatDay(deprecationDate)}
					</FactRow>
				)}
				{(replacedBy || deprecationDate || retiredAt) && (
					<FactRow label="Instead" source={replacedBy && sources.replacedBy}>
						{replacedBy ? (
							<Replacement {...replacedBy} />
						) : (
							`the provider recommends none${user ? "; see the similar models below" : ""}`
						)}
					</FactRow>
				)}
				<FactRow label="Last listed">
					{sources.listing ? formatDay(sources.listing.asOf) : "never by a sync of ours"}
				</FactRow>
				<FactRow label="In the catalog since">{formatDate(model.firstSeenAt)}</FactRow>
			</Box>
			{user && (
				<Typography variant="body2" sx={{ mt: 1 }}>
					<Link component={RouterLink} to={paths.lifecycle}>
						All models that end
					</Link>
				</Typography>
			)}
		</>
	);
}

function Replacement({ upstreamId, modelId }: NonNullable<ModelDetail["replacedBy"]>) {
	if (modelId === null) {
		return (
			<>
				<code>{upstreamId}</code>, which the catalog does not have
			</>
		);
	}
	return (
		<Link component={RouterLink} to={paths.model(modelId)}>
			{modelId}
		</Link>
	);
}
