import Box from "@mui/material/Box";
import { formatAgo, formatDuration, plural } from "@/lib/format.ts";
import type { ProviderKey } from "./types.ts";

type Test = ProviderKey["recentTests"][number];

const most = 20;

/** The last tests as bars, the newest at the right: a whole one passed, a half one failed. Nothing before the second test. */
export function HealthStrip({ tests }: { tests: Test[] }) {
	const last = tests.slice(-most);
	if (last.length < 2) return null;
	return (
		<Box
			role="img"
			aria-label={summaryOf(last)}
			sx={{ display: "flex", alignItems: "flex-end", gap: "3px", height: 14, width: "fit-content" }}
		>
			{last.map((test) => (
				<Box
					key={`${test.at}`}
					title={titleOf(test)}
					sx={{
						width: 5,
						height: test.success ? 14 : 7,
						borderRadius: "1px",
						bgcolor: test.success ? "success.main" : "error.main",
						opacity: test.success ? 0.75 : 1,
					}}
				/>
			))}
		</Box>
	);
}

const titleOf = ({ at, success, reason, latencyMs }: Test): string =>
	[formatAgo(at), success ? "passed" : `failed (${reason ?? "unknown"})`, formatDuration(latencyMs)].join(" · ");

function summaryOf(tests: Test[]): string {
	const failed = tests.filter(({ success }) => !success);
	const newest = failed.at(-1);
	const words = [`Last ${plural(tests.length, "test")}: ${tests.length - failed.length} passed`];
	if (newest) words.push(`${failed.length} failed, the last one ${formatAgo(newest.at)}`);
	return words.join(", ");
}
