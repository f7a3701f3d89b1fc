import { useEffect, useState } from "react";

const secondsUntil = (moment: string | null) =>
	moment === null ? 0 : Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1_000));

/** Whole seconds until `moment`, counted down to 0. */
export function useCountdown(moment: string | null): number {
	const [seconds, setSeconds] = useState(() => secondsUntil(moment));
	useEffect(() => {
		const tick = () => setSeconds(secondsUntil(moment));
		tick();
		if (secondsUntil(moment) === 0) return;
		const timer = setInterval(tick, 1_000);
		return () => clearInterval(timer);
	}, [moment]);
	return seconds;
}
