import { type FormEvent, useState } from "react";
import type { z } from "zod";
import { describeProblem } from "@/lib/errors.ts";

export interface EntryFormOptions<Values> {
	/** Fetched when the form is first sent: the page is there before its rules are. */
	schema: () => Promise<z.ZodType<Values>>;
	/** What is sent beside the fields. */
	fixed?: Record<string, string>;
	submit: (values: Values) => Promise<void>;
}

/**
 * The two forms before sign-in: plain fields by name, checked when they are sent. Everybody loads these pages first, so
 * they carry no form library.
 * @returns the words at each field, and under `root` those at the form as a whole
 */
export function useEntryForm<Values>({ schema, fixed, submit }: EntryFormOptions<Values>) {
	const [errors, setErrors] = useState<Record<string, string>>({});
	const [isSubmitting, setSubmitting] = useState(false);

	const send = async (form: HTMLFormElement) => {
		const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
		const show = (issues: { path: string; message: string }[], otherwise: string) => {
			const placed = issues.filter(({ path }) => path in fields);
			setErrors(Object.fromEntries(placed.map(({ path, message }) => [path, message]).toReversed()));
			const first = form.elements.namedItem(placed[0]?.path ?? "");
			if (first instanceof HTMLElement) first.focus();
			else setErrors({ root: issues[0]?.message ?? otherwise });
		};
		const checked = (await schema()).safeParse({ ...fixed, ...fields });
		if (!checked.success) {
			const issues = checked.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
			show(issues, "Check the fields.");
			return;
		}
		setErrors({});
		await submit(checked.data).catch((error: unknown) => {
			const { issues, message } = describeProblem(error);
			show(issues, message);
		});
	};

	return {
		errors,
		isSubmitting,
		onSubmit: async (event: FormEvent<HTMLFormElement>) => {
			event.preventDefault();
			if (isSubmitting) return;
			setSubmitting(true);
			await send(event.currentTarget).finally(() => setSubmitting(false));
		},
	};
}
