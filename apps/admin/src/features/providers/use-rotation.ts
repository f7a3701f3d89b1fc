import { trpc } from "@/lib/trpc.ts";
import type { Rotation } from "./types.ts";

/** The steps of a rotation; what each answers is shown at once. */
export function useRotation(providerId: string) {
	const utils = trpc.useUtils();
	const onSuccess = (rotation: Rotation) => {
		utils.keys.rotate.status.setData({ providerId }, rotation);
		void utils.keys.list.invalidate();
	};
	// What was refused may have changed on another screen.
	const onError = () => void utils.keys.rotate.status.invalidate();
	return {
		stage: trpc.keys.rotate.stage.useMutation({ onSuccess }),
		promote: trpc.keys.rotate.promote.useMutation({ onSuccess, onError }),
		rollback: trpc.keys.rotate.rollback.useMutation({ onSuccess, onError }),
		retire: trpc.keys.rotate.retire.useMutation({ onSuccess, onError }),
	};
}
