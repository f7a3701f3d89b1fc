import type { Capability } from "@llm-hub/providers";

/** How providers write the day or number of a snapshot at the end of an id: 2024-08-06, 20250929, 08-2024, 2411, 002. */
const snapshot = /-(?:\d{4}-\d{2}-\d{2}|20\d{6}|\d{2}-\d{4}|\d{3,4})$/;

/** The id that a snapshot is a snapshot of, or that `latest` stands for: `gpt-4o` for `gpt-4o-2024-08-06`. */
export const stemOf = (upstreamId: string): string => upstreamId.replace(/-latest$/, "").replace(snapshot, "");

/** Whether an id names no snapshot: a provider may answer to it though its list only has the snapshots. */
export const isAlias = (upstreamId: string): boolean => !snapshot.test(upstreamId);

/** What an id alone says, for providers whose list says nothing of capabilities. */
export function capabilitiesFromId(upstreamId: string): Capability[] {
	if (/embed/i.test(upstreamId)) return ["embeddings"];
	if (/whisper|tts|transcribe|realtime|audio|speech/i.test(upstreamId)) return ["audio"];
	if (/dall-e|image|sora/i.test(upstreamId)) return ["image"];
	return /moderation|guard/i.test(upstreamId) ? [] : ["chat"];
}
