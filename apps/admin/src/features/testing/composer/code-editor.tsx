import { json } from "@codemirror/lang-json";
import { markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Prec } from "@codemirror/state";
import { Decoration, EditorView, keymap, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import ReactCodeMirror from "@uiw/react-codemirror";
import { useMemo } from "react";
import { cspNonce } from "@/lib/csp-nonce.ts";
import type { EditorProps } from "./prompt-editor.tsx";

const color = (name: string) => `var(--mui-palette-${name})`;

/** The same letters in the same places as the plain text field that stood here before. */
const look = EditorView.theme({
	"&": { color: color("text-primary"), backgroundColor: "transparent", fontSize: "13px" },
	"&.cm-focused": { outline: "none" },
	".cm-scroller": { fontFamily: "inherit", lineHeight: "20px" },
	".cm-content": { padding: "8px 0", caretColor: color("text-primary") },
	".cm-line": { padding: "0 12px" },
	".cm-placeholder": { color: color("text-secondary") },
	"&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
		backgroundColor: `color-mix(in srgb, ${color("primary-main")} 24%, transparent) !important`,
	},
	".cm-cursor": { borderLeftColor: color("text-primary") },
	".cm-variable": { color: color("primary-main"), fontWeight: 600 },
});

const colors = syntaxHighlighting(
	HighlightStyle.define([
		{ tag: tags.heading, fontWeight: "650" },
		{ tag: tags.strong, fontWeight: "650" },
		{ tag: tags.emphasis, fontStyle: "italic" },
		{ tag: [tags.link, tags.url, tags.propertyName], color: color("primary-main") },
		{ tag: [tags.monospace, tags.string], color: color("success-main") },
		{ tag: [tags.number, tags.bool, tags.null, tags.keyword], color: color("warning-main") },
		{ tag: [tags.quote, tags.processingInstruction, tags.comment], color: color("text-secondary") },
		{ tag: tags.invalid, color: color("error-main") },
	]),
);

const variable = new MatchDecorator({
	regexp: /\{\{\s*[A-Za-z_][\w-]*\s*\}\}/g,
	decoration: Decoration.mark({ class: "cm-variable" }),
});
const variables = ViewPlugin.define(
	(view) => ({
		decorations: variable.createDeco(view),
		update(update) {
			this.decorations = variable.updateDeco(update, this.decorations);
		},
	}),
	{ decorations: (plugin) => plugin.decorations },
);

/** Ctrl+Enter runs the prompt, and must not write a line first. */
const leaveRunKey = Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => true }]));

const languages = { markdown: [markdownLanguage.extension, variables], json: [json()] };

const setup = {
	lineNumbers: false,
	foldGutter: false,
	highlightActiveLine: false,
	highlightActiveLineGutter: false,
	autocompletion: false,
	searchKeymap: false,
	lintKeymap: false,
	syntaxHighlighting: false,
};

/** The editor itself; fetched after the page stands. */
export default function CodeEditor({
	id,
	label,
	value,
	language,
	placeholder,
	lines,
	describedBy,
	isWrong,
	startsAt,
	onChange,
	onBlur,
	onReady,
}: EditorProps) {
	const extensions = useMemo(
		() => [
			...languages[language],
			look,
			colors,
			leaveRunKey,
			EditorView.cspNonce.of(cspNonce),
			EditorView.lineWrapping,
			EditorView.contentAttributes.of({
				id,
				"aria-label": label,
				...(isWrong && { "aria-invalid": "true" }),
				...(describedBy && { "aria-describedby": describedBy }),
			}),
		],
		[id, label, language, describedBy, isWrong],
	);
	return (
		<ReactCodeMirror
			value={value}
			theme="none"
			basicSetup={setup}
			// Tab leads to the next field, as everywhere on the page.
			indentWithTab={false}
			extensions={extensions}
			placeholder={placeholder ?? ""}
			minHeight={`${lines[0] * 20 + 16}px`}
			maxHeight={`${lines[1] * 20 + 16}px`}
			onChange={onChange}
			onBlur={onBlur}
			onCreateEditor={(view) => {
				// The editor takes the focus without coming into sight, unlike a field of the browser's own.
				onReady(() => {
					view.focus();
					view.dom.scrollIntoView({ block: "center" });
				});
				if (!startsAt) return;
				const end = view.state.doc.length;
				const [anchor, head] = startsAt.map((at) => Math.min(at, end));
				view.focus();
				view.dispatch({ selection: { anchor: anchor ?? 0, head: head ?? 0 } });
			}}
		/>
	);
}
