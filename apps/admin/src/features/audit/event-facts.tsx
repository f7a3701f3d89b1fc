import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { Fact } from "@/components/fact.tsx";
import { formatAgo, formatCount, formatMoment } from "@/lib/format.ts";
import { targetOf, whoOf } from "./event-words.ts";
import { FieldDiff } from "./field-diff.tsx";
import type { AuditEvent } from "./use-audit-pages.ts";

/** A way to ask for more of the same. */
export type Narrowing = { who: string } | { target: string };

/** Everything that is kept of an event. */
export function EventFacts({ event, onNarrow }: { event: AuditEvent; onNarrow: (narrowing: Narrowing) => void }) {
	const { actor, target, requestId, userAgent } = event;
	const person = actor.kind === "user" ? actor.id : null;
	const about = target?.id ?? target?.name ?? null;
	return (
		<Box sx={{ p: 3 }}>
			<Typography variant="h1" component="h2" sx={{ pr: 5 }}>
				{event.title}
			</Typography>
			<Typography variant="body2" color="textSecondary">
				Event {formatCount(event.seq)} · <code>{event.action}</code>
			</Typography>
			<Box component="dl" sx={{ my: 2 }}>
				<Line label="When">
					{formatMoment(event.at)} <Grey>{formatAgo(event.at)}</Grey>
				</Line>
				<Line label="Who">
					{whoOf(event)} {actor.kind === "user" && actor.id && <Copyable text={actor.id} label="Copy the user id" />}
				</Line>
				{target && (
					<Line label="Target">
						{targetOf(event)} <Grey>{target.type.replaceAll("_", " ")}</Grey>{" "}
						{target.id && target.id !== target.name && <Copyable text={target.id} label="Copy the target id" />}
					</Line>
				)}
				<Line label="From where">
					{event.address ?? "not known"}
					{userAgent && (
						<Box>
							<Grey>{userAgent}</Grey>
						</Box>
					)}
				</Line>
				<Line label="Request">{requestId ? <Copyable text={requestId} label="Copy the request id" /> : "none"}</Line>
				<Line label="Hash">
					<Copyable text={event.hash} label="Copy the hash" short />
				</Line>
			</Box>
			<Typography variant="h2" component="h3" sx={{ mb: 1 }}>
				What changed
			</Typography>
			<FieldDiff before={event.before} after={event.after} />
			<Stack direction="row" sx={{ gap: 1, mt: 3, flexWrap: "wrap" }}>
				{about !== null && (
					<Button variant="outlined" color="inherit" onClick={() => onNarrow({ target: about })}>
						All events of this target
					</Button>
				)}
				{person !== null && (
					<Button variant="outlined" color="inherit" onClick={() => onNarrow({ who: actor.email ?? person })}>
						All events of this person
					</Button>
				)}
			</Stack>
		</Box>
	);
}

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
	<Fact label={label} columns="96px minmax(0, 1fr)">
		{children}
	</Fact>
);

const Grey = ({ children }: { children: ReactNode }) => (
	<Box component="span" sx={{ color: "text.secondary", fontSize: 13 }}>
		{children}
	</Box>
);

/** A long id with a button that copies the whole of it. */
const Copyable = ({ text, label, short }: { text: string; label: string; short?: boolean }) => (
	<Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, maxWidth: "100%" }}>
		<Box component="code" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
			{short ? `${text.slice(0, 16)}…` : text}
		</Box>
		<CopyButton text={text} label={label} />
	</Box>
);
