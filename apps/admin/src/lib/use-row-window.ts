import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

interface RowWindow {
	count: number;
	/** px, the same for all. */
	rowHeight: number;
	/** Rows that are drawn above and below those in sight. */
	overscan: number;
}

/**
 * Which rows of a long list stand in sight of its scroller. Rows of one height need no more than a division; the library
 * that measures each is 10 kB, which nobody's first page has to carry.
 * @returns a ref for the scroller, the first and last row to draw (last < first when there is none), and the height of all, px
 */
export function useRowWindow({ count, rowHeight, overscan }: RowWindow) {
	const scroller = useRef<HTMLDivElement>(null);
	const [top, setTop] = useState(0);
	const [inSight, setInSight] = useState(0);

	const look = useCallback(() => {
		const element = scroller.current;
		if (!element) return;
		setTop(Math.floor(element.scrollTop / rowHeight));
		setInSight(Math.ceil(element.clientHeight / rowHeight));
	}, [rowHeight]);
	useLayoutEffect(look, [look]);
	useEffect(() => {
		const element = scroller.current;
		if (!element) return;
		// In the frame of the scroll itself, so that no empty place is ever painted.
		const onScroll = () => flushSync(look);
		const resized = new ResizeObserver(look);
		resized.observe(element);
		element.addEventListener("scroll", onScroll, { passive: true });
		return () => {
			resized.disconnect();
			element.removeEventListener("scroll", onScroll);
		};
	}, [look]);

	return { scroller, ...rowsToDraw({ count, overscan, top, inSight }), height: count * rowHeight };
}

interface Sight extends Pick<RowWindow, "count" | "overscan"> {
	/** The topmost row in sight, perhaps in part. */
	top: number;
	/** How many rows the scroller holds, the last perhaps in part. */
	inSight: number;
}

/** @returns the first and last row to draw; last < first when there is none */
export function rowsToDraw({ count, overscan, top, inSight }: Sight): { first: number; last: number } {
	const last = Math.min(count - 1, top + inSight + overscan);
	// A list that became shorter stands at its end before the browser says so.
	return { first: Math.max(0, Math.min(top, last - inSight) - overscan), last };
}

/** Whole numbers from the first to the last, both included. */
export const upTo = (first: number, last: number): number[] =>
	Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
