import { compileGlob } from "./glob.ts";
import type { Rule } from "./schema.ts";

/** An open grant, as far as deciding needs it. */
export interface Grant {
	id: string;
	modelPattern: string;
	/** Runs in all; null is no cap. */
	maxRequests: number | null;
	expiresAt: Date;
}

export interface AccessQuestion {
	tierCode: string;
	/** As the catalog has it; custom endpoints named: `custom/<slug>/<model>`. */
	modelId: string;
	/** Tokens of the prompt and of the longest allowed answer; where it is left out, the rules' caps are not judged. */
	contextLength?: number | undefined;
}

/** What decided: a rule, a grant where the rules deny, a rule's cap on the context, or that nothing names the model. */
export type VerdictReason = "rule" | "grant" | "denied" | "no_rule" | "context_length";

export interface Verdict {
	allowed: boolean;
	reason: VerdictReason;
	/** The deciding rule; null where none names the model. Under a grant: the rule that denies without it. */
	rule: Rule | null;
	grant: Grant | null;
	/** Runs a day; null is unlimited. Under a grant only the grant's own cap counts. */
	maxRequestsPerDay: number | null;
	maxContextLength: number | null;
}

export interface CompiledRules {
	readonly rules: readonly Rule[];
	/** The rule that decides, or null. */
	decide(tierCode: string, modelId: string): Rule | null;
}

// More than a catalog's models; what clients make up beyond it starts the memory anew instead of growing it.
const remembered = 20_000;

/** Sorts and compiles a set of rules once, and remembers what it decided: a listing asks thousands of times. */
export function compileRules(rules: readonly Rule[]): CompiledRules {
	const byTier = new Map<string, { rule: Rule; matches: (modelId: string) => boolean }[]>();
	for (const rule of rules.toSorted(byPrecedence)) {
		const compiled = { rule, matches: compileGlob(rule.modelPattern) };
		const tier = byTier.get(rule.tierCode);
		if (tier) tier.push(compiled);
		else byTier.set(rule.tierCode, [compiled]);
	}
	const memory = new Map<string, Map<string, Rule | null>>([...byTier.keys()].map((tierCode) => [tierCode, new Map()]));
	return {
		rules,
		decide: (tierCode, modelId) => {
			const known = memory.get(tierCode);
			if (!known) return null;
			const decided = known.get(modelId);
			if (decided !== undefined) return decided;
			const rule = byTier.get(tierCode)?.find(({ matches }) => matches(modelId))?.rule ?? null;
			if (known.size >= remembered) known.clear();
			known.set(modelId, rule);
			return rule;
		},
	};
}

/** Highest priority first, then the longer pattern; in a tie a denial wins, then the alphabet. */
function byPrecedence(a: Rule, b: Rule): number {
	return (
		b.priority - a.priority ||
		b.modelPattern.length - a.modelPattern.length ||
		Number(a.allowed) - Number(b.allowed) ||
		(a.modelPattern < b.modelPattern ? -1 : 1)
	);
}

/**
 * Whether a tier, or a grant where the tier does not, opens a model. Pure: the listing, the picker and the lab all ask
 * this. What nothing names is denied.
 * @param grants the user's open ones: neither ended, revoked nor used up
 */
export function resolveAccess(rules: CompiledRules, grants: readonly Grant[], question: AccessQuestion): Verdict {
	const rule = rules.decide(question.tierCode, question.modelId);
	const maxContextLength = rule?.allowed ? rule.maxContextLength : null;
	const fits = maxContextLength === null || (question.contextLength ?? 0) <= maxContextLength;
	if (rule?.allowed && fits) {
		const { maxRequestsPerDay } = rule;
		return { allowed: true, reason: "rule", rule, grant: null, maxRequestsPerDay, maxContextLength };
	}
	const grant = bestGrant(grants, question.modelId);
	const unlimited = { maxRequestsPerDay: null, maxContextLength: null };
	if (grant) return { allowed: true, reason: "grant", rule, grant, ...unlimited };
	const reason = rule === null ? "no_rule" : rule.allowed ? "context_length" : "denied";
	return { allowed: false, reason, rule, grant: null, ...unlimited, maxContextLength };
}

/** The one with the longest pattern, then the one that lasts longest. */
function bestGrant(grants: readonly Grant[], modelId: string): Grant | null {
	const matching = grants.filter(({ modelPattern }) => compileGlob(modelPattern)(modelId));
	const [best] = matching.toSorted(
		(a, b) =>
			b.modelPattern.length - a.modelPattern.length ||
			b.expiresAt.getTime() - a.expiresAt.getTime() ||
			(a.id < b.id ? -1 : 1),
	);
	return best ?? null;
}
