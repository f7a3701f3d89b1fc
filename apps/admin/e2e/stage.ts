import type { ProviderType } from "@llm-hub/api/schemas";
import { createSandbox, type Sandbox, type SandboxOptions } from "@llm-hub/sandbox";
import { launchChromium } from "@llm-hub/vitest/chromium";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import { violations } from "./axe.ts";
import { admin, type Hub, startHub } from "./hub.ts";
import { bePatient, lookOften } from "./look-often.ts";

/** The product with the sandbox as its provider, and a browser in which the admin is signed in. */
export interface Stage {
	sandbox: Sandbox;
	hub: Hub;
	/** The admin's session. */
	context: BrowserContext;
	page: Page;
	/** A browser of somebody else: signed in with that account, or a visitor; of another hub where one is given. */
	visit(account?: { email: string; password: string }, url?: string): Promise<Page>;
	/** Fails when the server is gone, or any page was refused something by the content security policy. */
	close(): Promise<void>;
}

interface StageOptions {
	/** Providers that are the sandbox, each on its own wire. */
	providers?: readonly ProviderType[];
	/** Whether the environment holds their keys. */
	hasKeys?: boolean;
	/** Whether there is an admin, who is signed in; else the page is a visitor's. */
	hasAdmin?: boolean;
	sandbox?: SandboxOptions;
	env?: Record<string, string>;
}

let browserOfProcess: Promise<Browser> | undefined;

/** The server of the file that runs now. */
let hubOfFile: Hub | undefined;

/** Whether a test of this file failed or its stage is not open (yet): its browser may be why, and serves no other file. */
let isSuspect = false;

/** One browser serves all files that a process runs, and ends with it; one that is gone or suspect is replaced. */
async function browserOfAll(): Promise<Browser> {
	const before = isSuspect ? undefined : await browserOfProcess?.catch(() => undefined);
	if (before?.isConnected()) return before;
	browserOfProcess = launchChromium();
	return browserOfProcess;
}

/** One start of the server serves a whole test file: close it in `afterAll`. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
	const opened: (() => Promise<unknown>)[] = [];
	try {
		return await open(options, opened);
	} catch (error) {
		await closeAll(opened).catch(() => {});
		throw error;
	}
}

/** What was opened last is closed first, and all of it, whatever fails. */
async function closeAll(opened: (() => Promise<unknown>)[]): Promise<void> {
	const failures: unknown[] = [];
	for (const close of opened.splice(0).reverse()) await close().catch((error: unknown) => failures.push(error));
	if (failures.length > 0) throw failures[0];
}

async function open(
	{ providers = [], hasKeys = true, hasAdmin = true, sandbox: options, env }: StageOptions,
	opened: (() => Promise<unknown>)[],
): Promise<Stage> {
	const opening = browserOfAll();
	// Told where it is awaited.
	opening.catch(() => {});
	isSuspect = true;
	opened.push(async () => {
		if (!isSuspect) return;
		isSuspect = false;
		browserOfProcess = undefined;
		await (await opening).close();
	});
	const sandbox = await createSandbox({ tokensPerSecond: 0, ...options });
	opened.push(() => sandbox.close());
	const upstreams = providers.flatMap((type) => [
		[`${type.toUpperCase()}_BASE_URL`, sandbox.baseUrl(type)],
		...(hasKeys ? [[`${type.toUpperCase()}_API_KEY`, "sk-test-stage-0123456789"]] : []),
	]);
	const hub = await startHub({
		...Object.fromEntries(upstreams),
		ALLOW_PRIVATE_UPSTREAMS: "true",
		...(hasAdmin && { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }),
		...env,
	});
	hubOfFile = hub;
	opened.push(() => {
		hubOfFile = undefined;
		return hub[Symbol.asyncDispose]();
	});
	const browser = await opening;
	const refused: string[] = [];
	const visit = async (account?: { email: string; password: string }, url = hub.url) => {
		const context = await browser.newContext({
			baseURL: url,
			viewport: { width: 1440, height: 900 },
			timezoneId: "UTC",
		});
		opened.push(() => context.close());
		bePatient(context);
		context.on("console", (message) => {
			const { url: source, lineNumber, columnNumber } = message.location();
			if (!/Content.Security.Policy/i.test(message.text())) return;
			refused.push(`${source}:${lineNumber + 1}:${columnNumber + 1} ${message.text()}`);
		});
		if (account) {
			const answer = await context.request.post("/api/v1/auth/login", { data: account });
			if (!answer.ok()) throw new Error(`${account.email} could not sign in: ${answer.status()}`);
		}
		const page = await context.newPage();
		lookOften(page);
		return page;
	};
	const page = await visit(hasAdmin ? admin : undefined);
	isSuspect = false;
	const close = async () => {
		const trouble = await hub.trouble();
		await closeAll(opened);
		if (trouble) throw new Error(trouble);
		expect(refused).toEqual([]);
	};
	return { sandbox, hub, context: page.context(), page, visit, close };
}

/**
 * What the page looked like is the first question about a failure, and whether the server still serves it the second: called
 * once, at the top of a test file.
 */
export function pictureOnFailure(page: () => Page): void {
	afterEach(async ({ task }) => {
		if (task.result?.state !== "fail") return;
		isSuspect = true;
		// One that cannot be had, of a page that hangs, say, is no second failure.
		const path = `test-results/${task.name.slice(0, 40)}.png`;
		await page()
			?.screenshot({ path, timeout: 10_000 })
			.catch(() => {});
		const trouble = await hubOfFile?.trouble();
		if (trouble) throw new Error(trouble);
	});
}

interface LayoutShift extends PerformanceEntry {
	hadRecentInput: boolean;
	sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

/** What moved up or down by itself since the page was loaded, and from where to where: in px from the top. */
export const shiftsOf = (page: Page) =>
	page.evaluate(() => {
		const observer = new PerformanceObserver(() => {});
		observer.observe({ type: "layout-shift", buffered: true });
		return (observer.takeRecords() as LayoutShift[])
			.filter(({ hadRecentInput }) => !hadRecentInput)
			.flatMap(({ sources }) => sources)
			.map(({ node, previousRect, currentRect }) => ({
				what: node?.textContent?.slice(0, 60),
				from: previousRect.top,
				to: currentRect.top,
			}))
			.filter(({ from, to }) => from !== to);
	});

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Gives it the focus as soon as it takes it, which a button does not while what it began last is under way; presses a key. */
export async function press(target: Locator, key = "Enter"): Promise<void> {
	const takesFocus = async () => {
		await target.focus();
		return isFocused(target);
	};
	await expect.poll(takesFocus).toBe(true);
	await target.page().keyboard.press(key);
}

/** Goes there by one key, as somebody without a mouse does: Tab between controls, an arrow within a menu or a choice. */
export async function reach(target: Locator, key = "Tab"): Promise<void> {
	const { keyboard } = target.page();
	await target.waitFor({ state: "attached" });
	await expect.poll(() => target.evaluate((element) => element.matches(":disabled"))).toBe(false);
	for (let presses = 0; presses < 150; presses++) {
		if (await isFocused(target)) return;
		await keyboard.press(key);
	}
	throw new Error(`${key} does not lead to ${target}`);
}

/** Reaches a control by Tab and presses it. */
export async function pressOn(target: Locator, key = "Enter"): Promise<void> {
	await reach(target);
	await target.page().keyboard.press(key);
}

/** Opens a menu and takes an entry of it, by keys. */
export async function pickFrom(opener: Locator, entry: Locator): Promise<void> {
	await pressOn(opener);
	await entry.waitFor();
	await reach(entry, "ArrowDown");
	await entry.page().keyboard.press("Enter");
}

/** Reaches a field and writes over what stands there. */
export async function typeInto(field: Locator, text: string): Promise<void> {
	await reach(field);
	const { keyboard } = field.page();
	await keyboard.press("Control+A");
	await keyboard.type(text);
}

/** `violations` in the light and in the dark, and by how many pixels the page is wider than a phone. */
export async function lookClosely(page: Page): Promise<{ light: unknown[]; dark: unknown[]; overflow: number }> {
	await showIn(page, "light");
	const light = await violations(page);
	await showIn(page, "dark");
	const dark = await violations(page);
	await showIn(page, "light");
	const size = page.viewportSize();
	await page.setViewportSize({ width: 390, height: 844 });
	const overflow = await overflowOf(page);
	if (size) await page.setViewportSize(size);
	return { light, dark, overflow: Math.max(0, overflow) };
}

async function showIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
	await page.emulateMedia({ colorScheme });
	await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
	// The browser's own controls and scroll bars as well.
	await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe(colorScheme);
}

/** What is left once the page has taken up its new width: a lasting overflow is told in pixels. */
async function overflowOf(page: Page): Promise<number> {
	const measure = () => document.documentElement.scrollWidth - window.innerWidth;
	await expect
		.poll(() => page.evaluate(measure), { timeout: 5_000 })
		.toBeLessThanOrEqual(0)
		.catch(() => {});
	return page.evaluate(measure);
}
