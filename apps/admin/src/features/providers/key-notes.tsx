import AccessTimeIcon from "@mui/icons-material/AccessTimeOutlined";
import AutorenewIcon from "@mui/icons-material/AutorenewOutlined";
import BlockIcon from "@mui/icons-material/BlockOutlined";
import PauseIcon from "@mui/icons-material/PauseCircleOutlined";
import Box from "@mui/material/Box";
import type SvgIcon from "@mui/material/SvgIcon";
import type { ReactNode } from "react";
import { daysSince, formatAgo, formatIn, plural } from "@/lib/format.ts";
import type { ProviderKey } from "./types.ts";

/** What waits to be done about a key, in words: set aside, disabled, a rotation under way, old. */
export function KeyNotes({ providerKey, isAlone }: { providerKey: ProviderKey; isAlone: boolean }) {
	const { enabled, setAside, rotation, isRotationDue, rotatedAt, keySource } = providerKey;
	return (
		<>
			{!enabled && keySource === "database" && (
				<Note icon={BlockIcon} color="text.secondary">
					Disabled: it pays for nothing.
				</Note>
			)}
			{setAside && (
				<Note icon={PauseIcon} color="warning.main">
					Set aside {formatAgo(setAside.since)}: {refusedFor(setAside.reason).why}.
					{isAlone ? "" : " The other keys pay first."} It is tested again {formatIn(setAside.nextTestAt)} and comes
					back by itself; {refusedFor(setAside.reason).todo}.
				</Note>
			)}
			{rotation && (
				<Note icon={AutorenewIcon} color="primary.main">
					{rotationWords(rotation)}
				</Note>
			)}
			{isRotationDue && rotatedAt && !rotation && (
				<Note icon={AccessTimeIcon} color="warning.main">
					{plural(daysSince(rotatedAt), "day")} old: rotate it.
				</Note>
			)}
		</>
	);
}

/** Why it was set aside, and what an admin can do. */
function refusedFor(reason: string): { why: string; todo: string } {
	if (reason === "quota") return { why: "its account has no credit or quota left", todo: "top it up there" };
	if (reason === "forbidden") return { why: "its account may not make these calls", todo: "check its rights there" };
	return { why: "the provider refused it", todo: "if it was revoked, rotate it" };
}

function rotationWords({ state, version, sharePercent, graceUntil, testStatus }: NonNullable<ProviderKey["rotation"]>) {
	if (state === "sharing") return `Version ${version} pays for ${sharePercent} % of the runs.`;
	if (state === "grace") {
		return `Version ${version} is kept for a roll back; it is destroyed ${graceUntil ? formatIn(graceUntil) : "soon"}.`;
	}
	const tested = { success: "and tested: promote it", failed: "and failed its test" } as const;
	return `Version ${version} is staged ${testStatus === null ? "and not tested yet" : tested[testStatus]}.`;
}

function Note({ icon: Icon, color, children }: { icon: typeof SvgIcon; color: string; children: ReactNode }) {
	return (
		<Box sx={{ display: "flex", gap: 0.75, fontSize: 13, minWidth: 0 }}>
			<Icon aria-hidden sx={{ fontSize: 16, color, mt: "2px" }} />
			<span>{children}</span>
		</Box>
	);
}
