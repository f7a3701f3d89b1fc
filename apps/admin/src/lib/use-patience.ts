import { useEffect, useState } from "react";

/** True until so many ms have passed with the same key: as long is waited for what can also come later. */
export function usePatience(key: string | null, ms: number): boolean {
	const [spentOn, setSpentOn] = useState<{ key: string | null } | null>(null);
	useEffect(() => {
		const timer = setTimeout(() => setSpentOn({ key }), ms);
		return () => clearTimeout(timer);
	}, [key, ms]);
	return spentOn?.key !== key;
}
