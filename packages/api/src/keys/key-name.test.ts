import { expect, it } from "vitest";
import { previewOf, slugOf } from "./key-name.ts";

it.each([
	["sk-test-0123456789abcdef", "sk-test...cdef"],
	["123456789012345678901", "1234567...8901"],
	["12345678901234567890", "***"],
	["short-key-1", "***"],
])("shows %s as %s", (secret, preview) => {
	expect(previewOf(secret)).toBe(preview);
});

it.each([
	["My GPU box", "my-gpu-box"],
	["Büro — GPU/2", "buro-gpu-2"],
	["  vLLM (8×H100)  ", "vllm-8-h100"],
	["鍵", ""],
])("names %s %s in model ids", (name, slug) => {
	expect(slugOf(name)).toBe(slug);
});
