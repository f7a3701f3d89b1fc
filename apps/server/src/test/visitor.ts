/** An answer, as a browser would look at it. */
export interface Visit {
	status: number;
	/** Where it redirects to, in full. */
	location: URL | null;
	text: string;
}

/** A browser without pages: keeps cookies by origin, and follows a redirect only when it is told to. */
export interface Visitor {
	visit(
		url: string | URL,
		options?: { method?: string; form?: Record<string, string>; cookie?: string },
	): Promise<Visit>;
	/** Follows redirects from `url` on until one answers with something else, or leads to `until`. */
	follow(url: string | URL, until?: RegExp): Promise<{ url: URL; text: string; status: number }>;
	/** What it would send to that origin. */
	cookies(origin: string): string;
}

export function createVisitor(): Visitor {
	const jars = new Map<string, Map<string, string>>();
	const jarOf = (origin: string) => {
		const jar = jars.get(origin) ?? new Map<string, string>();
		jars.set(origin, jar);
		return jar;
	};
	const cookies = (origin: string) => [...jarOf(origin)].map(([name, value]) => `${name}=${value}`).join("; ");

	const visit: Visitor["visit"] = async (target, { method, form, cookie } = {}) => {
		const url = new URL(target);
		const response = await fetch(url, {
			method: method ?? (form ? "POST" : "GET"),
			redirect: "manual",
			headers: { cookie: cookie ?? cookies(url.origin), accept: "text/html" },
			...(form && { body: new URLSearchParams(form) }),
		});
		for (const line of response.headers.getSetCookie()) {
			const [pair = "", ...attributes] = line.split(";");
			const [name = "", value = ""] = pair.split(/=(.*)/s);
			const isOver = attributes.some((one) => /max-age=0$|expires=Thu, 01 Jan 1970/i.test(one.trim()));
			if (isOver) jarOf(url.origin).delete(name);
			else jarOf(url.origin).set(name, value);
		}
		const location = response.headers.get("location");
		return { status: response.status, location: location ? new URL(location, url) : null, text: await response.text() };
	};

	return {
		visit,
		cookies,
		follow: async (start, until = /$^/) => {
			let url = new URL(start);
			for (let hop = 0; hop < 12; hop++) {
				if (until.test(url.href)) return { url, text: "", status: 0 };
				const { location, text, status } = await visit(url);
				if (!location) return { url, text, status };
				url = location;
			}
			throw new Error(`Redirected without end, last to ${url.href}`);
		},
	};
}
