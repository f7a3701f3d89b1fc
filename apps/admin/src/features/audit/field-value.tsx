import Box from "@mui/material/Box";
import { formatMoment } from "@/lib/format.ts";

const fingerprintPrefix = "hmac-sha256:";
const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Whether a value stands for a secret. */
export const isFingerprint = (value: unknown): value is string =>
	typeof value === "string" && value.startsWith(fingerprintPrefix);

/** A value of the audit as people read it. */
export function FieldValue({ value }: { value: unknown }) {
	if (isFingerprint(value)) {
		return (
			<span>
				fingerprint <Box component="code">{value.slice(fingerprintPrefix.length)}</Box>
			</span>
		);
	}
	return <span>{wordsOf(value)}</span>;
}

function wordsOf(value: unknown): string {
	if (value === null || value === undefined) return "none";
	if (typeof value === "boolean") return value ? "yes" : "no";
	if (value === "") return "(empty)";
	if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(wordsOf).join(", ");
	if (typeof value === "object") return JSON.stringify(value);
	return typeof value === "string" && isoMoment.test(value) ? formatMoment(value) : String(value);
}
