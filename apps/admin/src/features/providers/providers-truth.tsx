import Skeleton from "@mui/material/Skeleton";
import { formatAgo, plural } from "@/lib/format.ts";
import type { ProviderKey } from "./types.ts";

/** How many keys there are, how many work, and since when we know. */
export function ProvidersTruth({ keys }: { keys: ProviderKey[] | undefined }) {
	if (!keys) return <Skeleton width={240} />;
	const set = keys.filter(({ keySource }) => keySource === "database" || keySource === "environment");
	if (set.length === 0) return "No key yet: add one, or try the Sandbox, which needs none";
	const count = (status: ProviderKey["healthStatus"]) =>
		set.filter(({ healthStatus }) => healthStatus === status).length;
	const failing = count("unhealthy") + count("unreadable");
	const aside = set.filter(({ setAside }) => setAside !== null).length;
	const old = set.filter(({ isRotationDue }) => isRotationDue).length;
	const lastTest = set
		.map(({ lastTestedAt }) => lastTestedAt)
		.filter((moment) => moment !== null)
		.sort()
		.at(-1);
	return [
		plural(set.length, "key"),
		count("healthy") > 0 && `${count("healthy")} healthy`,
		failing > 0 && `${failing} failing`,
		count("unknown") > 0 && `${count("unknown")} not tested`,
		aside > 0 && `${aside} set aside`,
		old > 0 && `${old} to rotate`,
		lastTest && `last test ${formatAgo(lastTest)}`,
	]
		.filter(Boolean)
		.join(" · ");
}
