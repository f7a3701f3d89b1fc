const home = "/";
/** What fits into the cookie beside the rest. */
const longest = 1_500;

/** Where to go after the sign-in: a path of our own, or home for everything else that a link may ask for. */
export function returnPath(asked: unknown, publicUrl: string): string {
	if (typeof asked !== "string" || !asked.startsWith("/") || !URL.canParse(asked, publicUrl)) return home;
	const { origin, pathname, search, hash } = new URL(asked, publicUrl);
	const path = pathname + search + hash;
	// Dots are resolved away, so that a second slash may come to stand first: browsers would read it as another host.
	const isOurs = origin === new URL(publicUrl).origin && !path.startsWith("//") && path.length <= longest;
	return isOurs ? path : home;
}
