import type { RouterOutputs } from "@llm-hub/api/types";
import GppBadIcon from "@mui/icons-material/GppBadOutlined";
import GppMaybeIcon from "@mui/icons-material/GppMaybeOutlined";
import VerifiedIcon from "@mui/icons-material/VerifiedUserOutlined";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { formatAgo, plural } from "@/lib/format.ts";

type Status = RouterOutputs["audit"]["status"];

/** How much there is, how fresh it is, and when it was last proved whole. */
export function AuditTruth({ status }: { status: Status | undefined }) {
	if (!status) return <Skeleton width={320} sx={{ maxWidth: "100%" }} />;
	const { lastSeq, lastAt, proof } = status;
	const { icon: Icon, color, words } = chainOf(proof);
	return (
		<Box sx={{ display: "flex", alignItems: "flex-start", gap: 0.5 }}>
			<Icon aria-hidden sx={{ fontSize: 16, mt: "2px", color }} />
			<span>
				{[lastSeq === 0 ? "no events" : plural(lastSeq, "event"), lastAt && `newest ${formatAgo(lastAt)}`, words]
					.filter(Boolean)
					.join(" · ")}
			</span>
		</Box>
	);
}

function chainOf(proof: Status["proof"]) {
	if (!proof) return { icon: GppMaybeIcon, color: "text.secondary", words: "not verified yet" };
	if (proof.ok) {
		return { icon: VerifiedIcon, color: "success.main", words: `verified whole ${formatAgo(proof.at)}` };
	}
	return { icon: GppBadIcon, color: "error.main", words: `found broken ${formatAgo(proof.at)}` };
}
