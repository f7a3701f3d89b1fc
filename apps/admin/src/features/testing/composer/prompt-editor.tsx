import Box from "@mui/material/Box";
import {
	type ComponentType,
	type ReactNode,
	type Ref,
	useEffect,
	useId,
	useImperativeHandle,
	useRef,
	useState,
} from "react";

export interface EditorProps {
	id: string;
	label: string;
	value: string;
	language: "markdown" | "json";
	placeholder?: string | undefined;
	/** The least and the most lines in sight. */
	lines: readonly [number, number];
	describedBy: string | undefined;
	isWrong: boolean;
	/** Where the caret stands at once; null leaves the focus where it is. */
	startsAt: readonly [number, number] | null;
	onChange: (value: string) => void;
	onBlur?: (() => void) | undefined;
	onReady: (focus: () => void) => void;
}

interface PromptEditorProps
	extends Pick<EditorProps, "label" | "value" | "language" | "placeholder" | "lines" | "onChange" | "onBlur"> {
	error?: string | undefined;
	hint?: string | undefined;
	/** Beside the label. */
	actions?: ReactNode;
	autoFocus?: boolean;
	ref?: Ref<{ focus: () => void }>;
}

type Editor = ComponentType<EditorProps>;
let editor: Editor | null = null;

/** The rich editor, once it is here; asked for when the browser has nothing else to do. */
function useEditor(): Editor | null {
	const [loaded, setLoaded] = useState<Editor | null>(() => editor);
	useEffect(() => {
		if (editor) return;
		const load = () =>
			void import("./code-editor.tsx").then(
				(module) => {
					editor = module.default;
					setLoaded(() => module.default);
				},
				// Without it the plain field stays, and does everything.
				() => {},
			);
		const soon = window.requestIdleCallback?.(load, { timeout: 1_000 });
		if (soon === undefined) load();
		return () => {
			if (soon !== undefined) window.cancelIdleCallback(soon);
		};
	}, []);
	return loaded;
}

/** A text of several lines with its language's colours: a plain field at first, of the same size and with the same words. */
export function PromptEditor({ error, hint, actions, autoFocus = false, ref, ...props }: PromptEditorProps) {
	const { label, value, lines, placeholder, onChange, onBlur } = props;
	const id = useId();
	const plain = useRef<HTMLTextAreaElement>(null);
	const focus = useRef<(() => void) | null>(null);
	const Editor = useEditor();
	useImperativeHandle(ref, () => ({ focus: () => (plain.current ? plain.current.focus() : focus.current?.()) }), []);
	const help = error ?? hint;
	const describedBy = help ? `${id}-help` : undefined;
	const [wantsFocus] = useState(autoFocus);
	const field = plain.current;
	// Whoever writes already goes on writing where they were.
	const startsAt: EditorProps["startsAt"] =
		field && document.activeElement === field
			? [field.selectionStart, field.selectionEnd]
			: wantsFocus && !field
				? [0, 0]
				: null;
	return (
		<Box sx={{ flex: 1, minWidth: 0 }}>
			<Box sx={{ display: "flex", alignItems: "center", minHeight: 26, gap: 0.5 }}>
				<Box
					component="label"
					htmlFor={id}
					sx={{ flex: 1, fontSize: 12, color: error ? "error.main" : "text.secondary" }}
				>
					{label}
				</Box>
				{actions}
			</Box>
			<Box
				sx={{
					border: 1,
					borderColor: error ? "error.main" : "action.disabled",
					borderRadius: 1,
					overflow: "hidden",
					fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
					"&:focus-within": {
						borderColor: error ? "error.main" : "primary.main",
						boxShadow: "inset 0 0 0 1px currentColor",
					},
					color: error ? "error.main" : "primary.main",
				}}
			>
				{Editor ? (
					<Editor
						{...props}
						id={id}
						describedBy={describedBy}
						isWrong={error !== undefined}
						startsAt={startsAt}
						onReady={(take) => {
							focus.current = take;
						}}
					/>
				) : (
					<Box
						component="textarea"
						ref={plain}
						id={id}
						value={value}
						placeholder={placeholder}
						autoFocus={autoFocus}
						spellCheck={false}
						aria-invalid={error !== undefined}
						aria-describedby={describedBy}
						onChange={(event: { target: { value: string } }) => onChange(event.target.value)}
						onBlur={onBlur}
						sx={{
							display: "block",
							width: 1,
							boxSizing: "border-box",
							minHeight: lines[0] * 20 + 16,
							maxHeight: lines[1] * 20 + 16,
							fieldSizing: "content",
							p: "8px 12px",
							border: 0,
							outline: "none",
							resize: "none",
							bgcolor: "transparent",
							color: "text.primary",
							font: "13px/20px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
							overflowWrap: "anywhere",
							"&::placeholder": { color: "text.secondary", opacity: 1 },
						}}
					/>
				)}
			</Box>
			{help && (
				<Box
					id={describedBy}
					role={error ? "alert" : undefined}
					sx={{ mt: 0.5, fontSize: 12, color: error ? "error.main" : "text.secondary", overflowWrap: "anywhere" }}
				>
					{help}
				</Box>
			)}
		</Box>
	);
}
