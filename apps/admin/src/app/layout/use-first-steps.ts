import { useEffect, useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { lastModels } from "@/lib/last-models.ts";
import { useSession } from "@/lib/session.ts";
import { alone, trpc } from "@/lib/trpc.ts";
import { usePatience } from "@/lib/use-patience.ts";

export interface Steps {
	hasKey: boolean;
	hasModel: boolean;
	hasTested: boolean;
	/** The Sandbox's model for a first try. */
	practiceId: string | undefined;
}

/** Longer than this no page waits to learn whether the steps stand above it, ms. */
const patience = 2_000;
const doneKey = "llm-hub.first-steps.done";

/** Who has run a test in this browser: about them nobody need be asked again. */
function whoIsDone(): string | null {
	try {
		return localStorage.getItem(doneKey);
	} catch {
		return null;
	}
}

function rememberDone(userId: string): void {
	try {
		localStorage.setItem(doneKey, userId);
	} catch {
		// Then it is asked again.
	}
}

/** An admin's way to a first test; null for anybody else and once there is one, undefined until that is known. */
function useSteps(doneId: string | null): Steps | null | undefined {
	const { user, isAdmin, error } = useSession();
	const [search] = useSearchParams();
	const isAsked = isAdmin && user?.id !== doneId;
	// The page waits for them.
	const options = { enabled: isAsked, ...alone };
	const stats = trpc.testing.stats.useQuery(undefined, options);
	const keys = trpc.keys.list.useQuery(undefined, options);
	const sandbox = trpc.catalog.list.useQuery(
		{ provider: "custom", endpoint: "sandbox", enabled: true, limit: 10 },
		options,
	);
	const hasTested = stats.data && stats.data.totalTests > 0;
	useEffect(() => {
		if (user && hasTested) rememberDone(user.id);
	}, [user, hasTested]);
	// Another may have come than was here last.
	if (user === undefined) return error ? null : undefined;
	if (!isAsked || stats.isLoadingError || keys.isLoadingError) return null;
	if (!stats.data || !keys.data || sandbox.isPending) return undefined;
	const practices = sandbox.data?.models;
	return {
		hasKey: keys.data.providers.some(({ keySource }) => keySource === "database" || keySource === "environment"),
		hasModel: search.has("models") || lastModels().length > 0,
		hasTested: stats.data.totalTests > 0,
		// The one that writes prose makes the best first impression.
		practiceId: (practices?.find(({ id }) => id.endsWith("-writer")) ?? practices?.[0])?.id,
	};
}

/**
 * The steps that stand above the page, where they do. While a page is shown they neither come nor go, because that would move
 * it; `isAwaited` for as long as it is better not shown yet.
 */
export function useFirstSteps(): { steps: Steps | null; isAwaited: boolean } {
	const { pathname } = useLocation();
	const [doneId] = useState(whoIsDone);
	const steps = useSteps(doneId);
	const isPatient = usePatience("first page", patience);
	const isDue = steps ? !steps.hasTested : steps === null || !isPatient ? false : undefined;
	const [held, setHeld] = useState<{ pathname: string; isShown: boolean | undefined }>({ pathname, isShown: isDue });
	if (held.pathname !== pathname || (held.isShown === undefined && isDue !== undefined)) {
		setHeld({ pathname, isShown: isDue });
	}
	return { steps: (held.isShown && steps) || null, isAwaited: held.isShown === undefined };
}
