import type { FileChooser, Page } from "playwright-core";
import { expect } from "vitest";

/** One dot as a PNG, in base64. */
export const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const image = (name: string) => ({ name, mimeType: "image/png", buffer: Buffer.from(dot, "base64") });

/** What the composer does while it reads an image, and what it holds then. */
export function readingOn(page: Page) {
	const composer = page.getByRole("form", { name: "Prompt" });
	const run = composer.getByRole("button", { name: /^Run/ });
	const isFree = () => expect.poll(() => run.isDisabled()).toBe(false);
	const goOn = () => page.evaluate(() => document.dispatchEvent(new Event("goon")));
	return {
		isFree,
		goOn,
		/** Adds the image, and halts while it is being read. */
		begin: async (chosen: FileChooser, path?: string) => {
			await page.evaluate(() => {
				const read = FileReader.prototype.readAsDataURL;
				FileReader.prototype.readAsDataURL = function (file) {
					FileReader.prototype.readAsDataURL = read;
					document.addEventListener("goon", () => read.call(this, file), { once: true });
				};
			});
			await chosen.setFiles(path ?? image("dot.png"));
			await composer.getByRole("status").getByText("Reading 1 file").waitFor();
			await expect.poll(() => run.isDisabled()).toBe(true);
		},
		end: async () => {
			await goOn();
			await isFree();
		},
		imagesToSend: () => composer.getByRole("img", { name: /^To send/ }).count(),
	};
}
