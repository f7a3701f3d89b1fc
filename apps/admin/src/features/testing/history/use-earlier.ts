import { useProblemToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import { type Draft, messagesOf } from "../composer/draft.ts";
import type { useDraft } from "../composer/use-draft.ts";
import { sendableMessages } from "../kept-messages.ts";
import { draftOfRun } from "../templates/draft-template.ts";
import type { Template } from "../templates/template-fields.ts";
import type { useLab } from "../use-lab.ts";
import type { ListedRun } from "./use-run-pages.ts";

interface EarlierOptions {
	draft: ReturnType<typeof useDraft>;
	lab: ReturnType<typeof useLab>;
	run: (input: Draft, modelIds: string[]) => Promise<void>;
	/** The history has done its part. */
	onDone: () => void;
}

/** The ways in which an earlier test is used again. */
export function useEarlier({ draft, lab, run, onDone }: EarlierOptions) {
	const utils = trpc.useUtils();
	const tellProblem = useProblemToast();
	const askedIn = async ({ runId }: ListedRun): Promise<Draft> => {
		const detail = await utils.testing.byId.fetch({ runId });
		const messages = await sendableMessages(utils, detail);
		const { parameters, templateId } = detail;
		return { messages: messagesOf({ messages }), parameters, templateId: templateId ?? undefined };
	};
	/** The models that it stood beside, where it was one of several. */
	const modelsOf = async ({ groupId, modelId }: ListedRun): Promise<string[]> => {
		if (groupId === null) return [modelId];
		const { members } = await utils.testing.groups.byId.fetch({ groupId });
		const ids = members.flatMap((member) => member.modelId ?? []);
		return ids.includes(modelId) ? ids : [modelId];
	};
	/** Its template, where the caller still sees it. */
	const templateOf = async ({ templateId }: ListedRun): Promise<Template | undefined> => {
		if (templateId === null) return undefined;
		const templates = await utils.testing.templates.list.fetch().catch(() => []);
		return templates.find(({ id }) => id === templateId);
	};
	const take = (asked: Draft, modelIds: string[], template?: Template) => {
		draft.replace(draftOfRun(asked, template), "Test loaded into the composer.");
		lab.setModels(modelIds);
		lab.showNothing();
	};
	return {
		/** In its group where it still has its place there, or alone. */
		show: async (test: ListedRun) => {
			onDone();
			const kept = test.groupId === null ? null : utils.testing.groups.byId.fetch({ groupId: test.groupId });
			const group = await kept?.catch(() => null);
			if (group?.members.some(({ runId }) => runId === test.runId)) lab.showGroup(group.groupId);
			else lab.showRuns([test.runId]);
		},
		/** Messages, parameters and models, ready to be changed. */
		load: async (test: ListedRun) => {
			const found = await Promise.all([askedIn(test), modelsOf(test), templateOf(test)]).catch(tellProblem);
			if (!found) return;
			onDone();
			take(...found);
		},
		/** The same request once more, as a new test. */
		rerun: async (test: ListedRun) => {
			const asked = await askedIn(test).catch(tellProblem);
			if (!asked) return;
			onDone();
			await run(asked, [test.modelId]);
		},
		take,
	};
}
