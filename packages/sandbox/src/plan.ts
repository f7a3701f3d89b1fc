import { createHold } from "./hold.ts";
import type { House } from "./house.ts";
import { readMagic } from "./magic.ts";
import { findModel } from "./models.ts";
import type { Incoming } from "./request.ts";
import type { Behaviour, SandboxCall, SandboxModel } from "./types.ts";
import type { Asked } from "./wires/wire.ts";

/** How one call will be answered, with nothing left open. */
export interface Plan {
	behaviour: Behaviour;
	model: SandboxModel | undefined;
	/** Milliseconds between two chunks; 0 is as fast as possible. */
	chunkDelayMs: number;
	ttftMs: number;
}

/** Every third chat of a flaky model is refused. */
function flakiness(house: House, call: SandboxCall): Behaviour {
	if (call.kind !== "chat" || !call.model?.includes("sandbox-flaky")) return {};
	house.flakyCalls += 1;
	return house.flakyCalls % 3 === 0 ? { fail: "overloaded" } : {};
}

/**
 * What the script says goes before magic words, these before the sandbox's habits.
 * @throws MagicWordError when the key, the model or the prompt holds a magic word that means nothing.
 */
export function makePlan(
	house: House,
	incoming: Incoming,
	call: SandboxCall,
	asked: Asked | null,
	scripted: Behaviour | null,
): Plan {
	const magic = readMagic(incoming.key ?? "", call.model ?? "", asked?.lastUser ?? "");
	const behaviour: Behaviour = { ...flakiness(house, call), ...magic, ...scripted };
	if (behaviour.holdAfterChunks !== undefined && !behaviour.hold) {
		behaviour.hold = createHold();
		house.held.add(behaviour.hold);
	}
	const model = findModel(house.models, call.model ?? "");
	const own = house.rhythm ?? { tokensPerSecond: model?.tokensPerSecond ?? 0, ttftMs: model?.ttftMs ?? 0 };
	const perSecond = behaviour.tokensPerSecond ?? own.tokensPerSecond;
	const paced = perSecond > 0 ? (1_000 / perSecond) * (behaviour.tokensPerChunk ?? 1) : 0;
	return {
		behaviour,
		model,
		chunkDelayMs: behaviour.chunkDelayMs ?? paced,
		ttftMs: behaviour.ttftMs ?? (asked ? own.ttftMs : 0),
	};
}
