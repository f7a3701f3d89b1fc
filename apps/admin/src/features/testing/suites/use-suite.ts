import type { SuiteEvent } from "@llm-hub/api/schemas";
import { useEffect, useState } from "react";
import { trpc } from "@/lib/trpc.ts";
import { staySubscribed } from "../stay-subscribed.ts";
import { type Cell, isLive, type Suite } from "./suite-words.ts";

/** An event as it arrives: its moments are text. */
interface WireEvent {
	progress: Pick<Suite, keyof SuiteEvent["progress"]>;
	cells: Cell[];
	matrix: Suite["matrix"];
}

/** The suite after an event: only the cells that changed travel. */
function merge(suite: Suite, lastEventId: string, { progress, cells, matrix }: WireEvent): Suite {
	const changed = new Map(cells.map((cell) => [cell.position, cell]));
	const cellList = suite.cellList.map((cell) => changed.get(cell.position) ?? cell);
	return { ...suite, ...progress, lastEventId, cellList, matrix };
}

/** A suite as it is and as it goes on. Reloading or losing the network misses nothing: it goes on after the last event. */
export function useSuite(suiteId: string) {
	const utils = trpc.useUtils();
	const suite = trpc.testing.suites.byId.useQuery({ suiteId });
	const [streamError, setStreamError] = useState<unknown>(null);
	const live = suite.data !== undefined && isLive(suite.data);
	useEffect(() => {
		if (!live) return;
		const { byId, list } = utils.testing.suites;
		return staySubscribed(() =>
			utils.client.testing.suites.events.subscribe(
				{ suiteId, lastEventId: byId.getData({ suiteId })?.lastEventId },
				{
					onData: ({ id, data }) => {
						setStreamError(null);
						byId.setData({ suiteId }, (known) => known && merge(known, id, data));
						// What it cost now counts in the totals, and its runs stand in the history.
						if (!isLive(data.progress)) void Promise.all([list.invalidate(), utils.testing.stats.invalidate()]);
					},
					onError: setStreamError,
				},
			),
		);
	}, [live, suiteId, utils]);
	return { suite, streamError };
}
