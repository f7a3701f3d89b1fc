const base = "/admin/llm-hub";

/** Model ids hold slashes, which stay; everything else that a URL would misread is encoded. */
const encodeModelId = (modelId: string) => modelId.split("/").map(encodeURIComponent).join("/");

/** Where things are. Features link to each other through these, never through imports. */
export const paths = {
	catalog: `${base}/catalog`,
	model: (modelId: string) => `${base}/catalog/${encodeModelId(modelId)}`,
	compare: (modelIds: readonly string[]) =>
		`${base}/catalog/compare?models=${modelIds.map(encodeURIComponent).join(",")}`,
	lifecycle: `${base}/catalog/lifecycle`,
	providers: `${base}/providers`,
	addKey: (providerType: string) => `${base}/providers?add=${encodeURIComponent(providerType)}`,
	testing: `${base}/testing`,
	testModel: (modelId: string) => `${base}/testing?models=${encodeURIComponent(modelId)}`,
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
	setup: "/setup",
	/** Of the server: a link there leaves the pages. */
	startSso: (next: string) => `/auth/sso/start?next=${encodeURIComponent(next)}`,
} as const;

/** Only a path of our own may follow a sign-in: a link must not send people elsewhere. */
export const safeNext = (next: string | null): string =>
	next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : paths.catalog;
