import { useProblemToast, useToast } from "@/components/toast.tsx";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { fieldsOf, type Template, templateInputOf } from "./template-fields.ts";

/** What can be done with a template from its row; a deletion can be taken back. */
export function useTemplateActions() {
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const onSuccess = () => utils.testing.templates.list.invalidate();
	const update = trpc.testing.templates.update.useMutation({ onSuccess, onError });
	const restore = trpc.testing.templates.restore.useMutation({ onSuccess, onError });
	const remove = trpc.testing.templates.delete.useMutation({ onSuccess, onError });
	const copyLink = async ({ id }: Template) => {
		await navigator.clipboard.writeText(new URL(paths.template(id), window.location.origin).href);
		toast({ message: "Link copied." });
	};
	const share = async (template: Template) => {
		const isShared = !template.isShared;
		await update.mutateAsync({ ...templateInputOf(fieldsOf(template)).input, id: template.id, isShared });
		toast(
			isShared
				? {
						message: `Everybody who is signed in sees “${template.name}” now.`,
						action: { label: "Copy link", onClick: () => void copyLink(template) },
					}
				: { message: `“${template.name}” is yours alone again.` },
		);
	};
	return {
		copyLink,
		share: (template: Template) => void share(template).catch(() => {}),
		/** An admin's deletion of somebody else's is not the admin's to take back. */
		remove: ({ id, name, isOwn }: Template) =>
			remove.mutate(
				{ id },
				{
					onSuccess: () =>
						toast({
							message: `“${name}” is deleted.`,
							...(isOwn && { undo: () => restore.mutate({ id }) }),
						}),
				},
			),
	};
}
