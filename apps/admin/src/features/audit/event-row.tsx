import BlockIcon from "@mui/icons-material/BlockOutlined";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { memo } from "react";
import { Link as RouterLink } from "react-router";
import { formatCount, formatDate, formatMoment, formatZonedTime } from "@/lib/format.ts";
import { isRefusal, targetOf, whoOf } from "./event-words.ts";
import type { AuditEvent } from "./use-audit-pages.ts";

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;
const grey = { color: "text.secondary", fontVariantNumeric: "tabular-nums", ...ellipsis } as const;

interface EventRowProps {
	event: AuditEvent;
	/** Where it is open. */
	address: string;
}

/** What happened; its link covers the whole row and opens the event beside the list. */
function EventName({ event, address }: EventRowProps) {
	return (
		<Link
			component={RouterLink}
			to={address}
			replace
			underline="none"
			sx={{
				display: "flex",
				alignItems: "center",
				gap: 0.5,
				color: "text.primary",
				fontWeight: 550,
				"&::after": { content: '""', position: "absolute", inset: 0 },
				"&:focus-visible": { outline: "none" },
				"&:focus-visible::after": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -2 },
			}}
		>
			{isRefusal(event) && <BlockIcon aria-hidden sx={{ fontSize: 15, color: "error.main" }} />}
			<Box component="span" sx={ellipsis}>
				{event.title}
			</Box>
		</Link>
	);
}

/** An event as a line of the table. */
export const EventRow = memo(function EventRow({ event, address }: EventRowProps) {
	return (
		<>
			<Box role="cell" sx={grey}>
				{formatMoment(event.at)}
			</Box>
			<Box role="cell" sx={{ minWidth: 0 }}>
				<EventName event={event} address={address} />
			</Box>
			<Box role="cell" sx={ellipsis}>
				{whoOf(event)}
			</Box>
			<Box role="cell" sx={ellipsis}>
				{targetOf(event)}
			</Box>
			<Box role="cell" sx={grey}>
				{event.address ?? "–"}
			</Box>
			<Box role="cell" sx={{ ...grey, textAlign: "right" }}>
				{formatCount(event.seq)}
			</Box>
		</>
	);
});

/** The same on a phone: what and when, then who and on what. */
export const EventRowNarrow = memo(function EventRowNarrow({ event, address }: EventRowProps) {
	return (
		<>
			<Box role="cell" sx={{ minWidth: 0 }}>
				<EventName event={event} address={address} />
				<Box sx={{ fontSize: 13, ...grey }}>
					{whoOf(event)} · {targetOf(event)}
				</Box>
			</Box>
			<Box role="cell" sx={{ textAlign: "right", fontSize: 13, ...grey }}>
				{formatDate(event.at)}
				<Box>{formatZonedTime(event.at)}</Box>
			</Box>
		</>
	);
});
