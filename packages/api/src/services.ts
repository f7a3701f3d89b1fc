import type { Db } from "@llm-hub/db";
import type { ProviderType } from "@llm-hub/providers";
import type { Logger } from "pino";
import { createPolicyCache, type PolicyCache } from "./access/policy.ts";
import { createLoginThrottle, type LoginThrottle } from "./auth/login-throttle.ts";
import { createRecentCallers, type RecentCallers } from "./auth/recent-callers.ts";
import { createSessionEvents, type SessionEvents } from "./auth/session-events.ts";
import { createSsoProvider, type SsoConfig, type SsoProvider } from "./auth/sso/provider.ts";
import { type CatalogFreshness, createCatalogFreshness } from "./catalog/freshness.ts";
import { createSeenModels, type SeenModels } from "./catalog/seen.ts";
import { type CatalogSnapshots, createCatalogSnapshots } from "./catalog/snapshot.ts";
import { createSyncRegistry, type SyncRegistry } from "./catalog/sync/sync-registry.ts";
import type { EncryptionKey } from "./keys/encryption-keys.ts";
import { createKeyring, type Keyring } from "./keys/keyring.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
import type { SharedStore } from "./shared-store.ts";
import { createRememberedFacts, type RememberedFacts } from "./testing/run-facts.ts";
import { createRunRegistry, type RunRegistry } from "./testing/run-registry.ts";
import { createSuiteRegistry, type SuiteRegistry } from "./testing/suites/suite-registry.ts";

/** What the operator decided, already validated. Read once, at the door. */
export interface ApiConfig {
	publicUrl: string;
	/** The first encrypts, all decrypt. */
	encryptionKeys: EncryptionKey[];
	/** Fallback keys and upstreams from the environment. */
	environmentProviders: Partial<Record<ProviderType, { apiKey?: string; baseUrl?: string }>>;
	allowPrivateUpstreams: boolean;
	/** The built-in Sandbox's OpenAI-compatible base URL, or null where it is not offered. */
	sandboxBaseUrl: string | null;
	/** Single sign-on, where it is set up. */
	sso: SsoConfig | null;
	keyTestsPerMinute: number;
	runsPerMinute: number;
}

/** What lives as long as the process and is shared by its requests. */
export interface Services {
	config: ApiConfig;
	log: Logger;
	keyring: Keyring;
	runs: RunRegistry;
	/** What the last runs were decided by. */
	runFacts: RememberedFacts;
	/** Who began the last runs. */
	recentCallers: RecentCallers;
	suites: SuiteRegistry;
	catalogFreshness: CatalogFreshness;
	/** The catalog in memory. */
	catalog: CatalogSnapshots;
	seenModels: SeenModels;
	syncs: SyncRegistry;
	keyTestLimiter: RateLimiter;
	runLimiter: RateLimiter;
	loginThrottle: LoginThrottle;
	/** The OpenID provider, where single sign-on is set up. */
	sso: SsoProvider | null;
	/** The tiers and rules in force, compiled. */
	policy: PolicyCache;
	/** Tells subscriptions that their session is over. */
	sessionEvents: SessionEvents;
}

interface Parts {
	db: Db;
	config: ApiConfig;
	log: Logger;
	/** Redis, where there are other servers to count with. */
	store?: SharedStore | null;
}

export function createServices({ db, config, log, store = null }: Parts): Services {
	const catalogFreshness = createCatalogFreshness(db);
	return {
		config,
		log,
		keyring: createKeyring(config.encryptionKeys),
		runs: createRunRegistry({ db, log }),
		runFacts: createRememberedFacts(),
		recentCallers: createRecentCallers(),
		suites: createSuiteRegistry({ log }),
		catalogFreshness,
		catalog: createCatalogSnapshots(db, catalogFreshness),
		seenModels: createSeenModels(db),
		syncs: createSyncRegistry({ db, log }),
		keyTestLimiter: createRateLimiter({ what: "key tests", perMinute: config.keyTestsPerMinute, store, log }),
		runLimiter: createRateLimiter({ what: "runs", perMinute: config.runsPerMinute, store, log }),
		loginThrottle: createLoginThrottle({ db }),
		sso: config.sso && createSsoProvider(config.sso, config.publicUrl, log),
		policy: createPolicyCache(),
		sessionEvents: createSessionEvents(store),
	};
}
