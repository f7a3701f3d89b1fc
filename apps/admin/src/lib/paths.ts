const base = "/admin/llm-hub";

/** Model ids hold slashes, which stay; everything else that a URL would misread is encoded. */
const encodeModelId = (modelId: string) => modelId.split("/").map(encodeURIComponent).join("/");

/** A list in a query, as nuqs reads it: a comma parts, so one inside an id is escaped. */
const list = (ids: readonly string[]) =>
	ids.map((id) => encodeURIComponent(id.replaceAll(",", "%2C")).replaceAll("%2F", "/")).join(",");

/** Where things are. Features link to each other through these, never through imports. */
export const paths = {
	catalog: `${base}/catalog`,
	model: (modelId: string) => `${base}/catalog/${encodeModelId(modelId)}`,
	compare: (modelIds: readonly string[] = []) =>
		`${base}/catalog/compare${modelIds.length > 0 ? `?models=${list(modelIds)}` : ""}`,
	calculator: (modelIds: readonly string[] = []) =>
		`${base}/catalog/calculator${modelIds.length > 0 ? `?models=${list(modelIds)}` : ""}`,
	lifecycle: `${base}/catalog/lifecycle`,
	providers: `${base}/providers`,
	addKey: (providerType: string) => `${base}/providers?add=${encodeURIComponent(providerType)}`,
	testing: `${base}/testing`,
	testModel: (modelId: string) => `${base}/testing?models=${encodeURIComponent(modelId)}`,
	templates: `${base}/testing/templates`,
	/** The lab with the template in its composer. */
	template: (templateId: string) => `${base}/testing?template=${encodeURIComponent(templateId)}`,
	suites: `${base}/testing/suites`,
	suite: (suiteId: string) => `${base}/testing/suites/${encodeURIComponent(suiteId)}`,
	newSuite: (templateIds: readonly string[] = [], modelIds: readonly string[] = []) =>
		`${base}/testing/suites/new?${new URLSearchParams({ templates: templateIds.join(), models: modelIds.join() })}`,
	/** One run of the history in the lab. */
	run: (runId: string) => `${base}/testing?runs=${encodeURIComponent(runId)}`,
	sharedTest: (shareId: string) => `${base}/testing?shared=${encodeURIComponent(shareId)}`,
	analytics: `${base}/analytics`,
	audit: "/admin/audit",
	encryption: "/admin/encryption",
	account: "/admin/account",
	users: "/admin/users",
	user: (userId: string) => `/admin/users?user=${encodeURIComponent(userId)}`,
	access: "/admin/access",
	accessRequests: "/admin/access?tab=requests",
	tokens: "/admin/tokens",
	signIn: "/sign-in",
	/** The way in, and back to an address. */
	signInFrom: (address: string) => `/sign-in?next=${encodeURIComponent(address)}`,
	setup: "/setup",
	/** Of the server: a link there leaves the pages. */
	startSso: (next: string) => `/auth/sso/start?next=${encodeURIComponent(next)}`,
} as const;

/** Any host will do to see whether a path stays on it. */
const somewhere = "https://hub.invalid";

/** Only a path of our own may follow a sign-in: a link must not send people elsewhere. */
export function safeNext(next: string | null): string {
	if (!next?.startsWith("/") || !URL.canParse(next, somewhere)) return paths.catalog;
	const { origin, pathname, search, hash } = new URL(next, somewhere);
	// Dots are resolved away, so that a second slash may come to stand first: browsers would read it as another host.
	return origin === somewhere && !pathname.startsWith("//") ? pathname + search + hash : paths.catalog;
}
