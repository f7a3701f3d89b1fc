import { expect, it } from "vitest";
import { matchModels } from "./match-models.ts";

const member = (modelId: string | null, runId: string | null) => ({ position: 0, modelId, runId, refusal: null });

it("matches two groups by model, and names what only one ran; what was refused was not run", () => {
	const a = [member("x", "a1"), member("y", "a2"), member("z", null)];
	const b = [member("z", "b1"), member("y", "b2"), member(null, "b3"), member("x", "b4")];
	expect(matchModels(a, b)).toEqual({
		pairs: [
			{ modelId: "x", runIds: ["a1", "b4"] },
			{ modelId: "y", runIds: ["a2", "b2"] },
		],
		only: [[], ["z"]],
	});
});
