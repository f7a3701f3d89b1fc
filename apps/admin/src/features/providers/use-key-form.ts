import type { SaveKeyInput, saveKeyInput } from "@llm-hub/api/schemas";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { trpc } from "@/lib/trpc.ts";
import type { KeyTarget } from "./types.ts";
import { useKeyTest } from "./use-key-test.ts";

export type KeyFields = z.input<typeof saveKeyInput>;

/** The form of a key: what stands in it can be tested before it is saved. */
export function useKeyForm({ facts, saved }: KeyTarget, onDone: () => void) {
	const { providerType } = facts;
	const toast = useToast();
	const utils = trpc.useUtils();
	const save = trpc.keys.save.useMutation();
	const { test, run, reset } = useKeyTest();
	const form = useForm<KeyFields, unknown, SaveKeyInput>({
		resolver: lazyResolver(async () => (await schemas()).saveKeyInput),
		defaultValues: { providerType, name: saved?.name, baseUrl: saved?.baseUrl ?? undefined, test: true },
	});

	const submit = form.handleSubmit(async (input) => {
		try {
			const { testResult, message, name } = await save.mutateAsync(input);
			const severity = testResult?.success === false ? "error" : "success";
			toast({ message: `${name}: ${message}`, severity });
			void utils.keys.list.invalidate();
			void utils.catalog.invalidate();
			onDone();
		} catch (error) {
			showProblem(error, form.setError, ["name", "baseUrl", "apiKey"]);
		}
	});
	const runTest = form.handleSubmit(({ apiKey, baseUrl }) =>
		run({ providerType, apiKey, baseUrl, ...(saved && { providerId: saved.id }) }),
	);
	return { form, submit, runTest, test, resetTest: reset };
}
