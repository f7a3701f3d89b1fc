import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import ListItem from "@mui/material/ListItem";
import ListItemText from "@mui/material/ListItemText";
import { formatAgo } from "@/lib/format.ts";

type Session = RouterOutputs["auth"]["sessions"]["list"][number];

const browsers: [token: RegExp, name: string][] = [
	[/Edg\//, "Edge"],
	[/Firefox\//, "Firefox"],
	[/HeadlessChrome\/|Chrome\//, "Chrome"],
	[/Safari\//, "Safari"],
	[/curl\//, "curl"],
];
const systems: [token: RegExp, name: string][] = [
	[/iPhone|iPad/, "iOS"],
	[/Android/, "Android"],
	[/Mac OS X/, "macOS"],
	[/Windows/, "Windows"],
	[/Linux/, "Linux"],
];

/** A user agent in the words that people know their devices by. */
function deviceOf(userAgent: string | null): string {
	if (!userAgent) return "Unknown device";
	const find = (list: [RegExp, string][]) => list.find(([token]) => token.test(userAgent))?.[1];
	return [find(browsers) ?? "A client", find(systems)].filter(Boolean).join(" on ");
}

/** One session: the device, from where, since when, and its end. */
export function SessionRow({ session, pending, onEnd }: { session: Session; pending: boolean; onEnd: () => void }) {
	const device = deviceOf(session.userAgent);
	return (
		<ListItem
			disableGutters
			divider
			secondaryAction={
				session.current ? (
					<Chip label="this session" color="primary" variant="outlined" />
				) : (
					<Button color="inherit" onClick={onEnd} loading={pending} aria-label={`Sign out ${device}`}>
						Sign out
					</Button>
				)
			}
		>
			<ListItemText
				primary={device}
				secondary={`${session.address ?? "unknown address"} · last seen ${formatAgo(session.lastSeenAt)} · signed in ${formatAgo(session.createdAt)}`}
				sx={{ pr: 8 }}
			/>
		</ListItem>
	);
}
