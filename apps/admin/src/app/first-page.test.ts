import { expect, it } from "vitest";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { fetchFirstPage } from "./first-page.ts";

const fetched: string[] = [];
const route = (path: string, load: () => Promise<{ default: () => null }>) => ({ path, Component: lazyPage(load) });
const page = (name: string) =>
	route(name, async () => {
		fetched.push(name);
		return { default: () => null };
	});
const routes = [
	page("/catalog/compare"),
	{ Component: page("the frame").Component, children: [page("/catalog/*")] },
	route("/gone", () => Promise.reject(new Error("That file is gone."))),
	route("/slow", () => new Promise(() => {})),
];

it("fetches the page of the address with its frame, and no other", async () => {
	await fetchFirstPage(routes, "/catalog/openai/gpt-4o");
	expect(fetched).toEqual(["the frame", "/catalog/*"]);
});

it.each(["/nowhere", "/gone", "/slow"])("lets the frame be drawn without the page of %s", async (address) => {
	await expect(fetchFirstPage(routes, address)).resolves.toBeUndefined();
});

it("waits for what else the page is drawn with, and not for ever", async () => {
	let isDrawn = false;
	let arrive = () => {};
	const font = new Promise<void>((resolve) => {
		arrive = resolve;
	});
	const drawn = fetchFirstPage(routes, "/catalog/compare", font).then(() => {
		isDrawn = true;
	});
	await Promise.resolve();
	expect(isDrawn).toBe(false);
	arrive();
	await drawn;
	await expect(
		fetchFirstPage(routes, "/catalog/compare", Promise.reject(new Error("No font."))),
	).resolves.toBeUndefined();
	await expect(fetchFirstPage(routes, "/catalog/compare", new Promise(() => {}))).resolves.toBeUndefined();
});
