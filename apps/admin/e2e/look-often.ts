import type { BrowserContext, Locator, Page } from "playwright-core";

/** Playwright's pause between two looks grows to a fifth of the limit, 500 ms at most: under this one it stays at 100 ms. */
const limitMs = 2_400;
/** How long a wait may take in all. */
const patienceMs = 60_000;

/** What first waits until the element is there. */
const acts = [
	"click",
	"fill",
	"focus",
	"getAttribute",
	"inputValue",
	"selectOption",
	"textContent",
] as const satisfies (keyof Locator)[];

type State = "attached" | "detached" | "visible" | "hidden";

/** Gives a minute to every wait of all pages of a context, and to its own requests. */
export const bePatient = (context: BrowserContext) => context.setDefaultTimeout(patienceMs - limitMs);

const hastened = new WeakSet<object>();

/**
 * Lets every wait for an element end within 100 ms of its coming: what takes the server 300 ms was otherwise seen after 800 ms.
 * It waits for the same, a minute in all: a wait that did not end soon goes on as Playwright does it, and fails in its words.
 */
export function lookOften(page: Page): void {
	const locators: Locator = Object.getPrototypeOf(page.locator("html"));
	if (hastened.has(locators)) return;
	hastened.add(locators);
	const { waitFor } = locators;
	const comesSoon = (locator: Locator, state: State = "visible") =>
		waitFor.call(locator, { state, timeout: limitMs }).then(
			() => true,
			() => false,
		);
	locators.waitFor = async function (this: Locator, options) {
		// What has been there may be gone again: one look that saw it is enough.
		if (await comesSoon(this, options?.state)) return;
		await waitFor.call(this, options);
	};
	for (const name of acts) {
		const act = locators[name] as (...args: unknown[]) => Promise<unknown>;
		Reflect.set(locators, name, async function (this: Locator, ...args: unknown[]) {
			await comesSoon(this, "attached");
			return act.apply(this, args);
		});
	}
}
