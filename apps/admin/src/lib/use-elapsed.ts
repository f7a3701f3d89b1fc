import { useEffect, useState } from "react";

/** Milliseconds since `startedAt`, five times a second while `running`. */
export function useElapsed(startedAt: string | null, running: boolean): number | null {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		if (!running) return;
		const timer = setInterval(() => setNow(Date.now()), 200);
		return () => clearInterval(timer);
	}, [running]);
	return startedAt === null ? null : Math.max(0, now - Date.parse(startedAt));
}
