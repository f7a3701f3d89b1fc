import Box from "@mui/material/Box";
import { lazy, memo, Suspense } from "react";
import { CopyButton } from "./copy-button.tsx";

const HighlightedCode = lazy(() => import("./highlighted-code.tsx"));

interface CodeBlockProps {
	language: string;
	code: string;
	/** Nothing more will come: from here on it is worth colouring. */
	isWhole: boolean;
}

/** Code with its language and a way to copy it; coloured once it is whole. */
export const CodeBlock = memo(function CodeBlock({ language, code, isWhole }: CodeBlockProps) {
	return (
		<Box sx={{ my: 1, bgcolor: "action.hover", borderRadius: 1, contain: "content" }}>
			<Box sx={{ display: "flex", alignItems: "center", minHeight: 30, pl: 1.5, pr: 0.5 }}>
				<Box component="span" sx={{ flex: 1, fontSize: 12, color: "text.secondary" }}>
					{language || "text"}
				</Box>
				<CopyButton text={code} label="Copy the code" />
			</Box>
			{/* Code that is wider than its box scrolls, also by keyboard. */}
			<Box
				component="pre"
				tabIndex={0}
				sx={{ m: 0, px: 1.5, pb: 1.5, overflowX: "auto", fontSize: 13, lineHeight: 1.5 }}
			>
				<code>
					{isWhole && language ? (
						<Suspense fallback={code}>
							<HighlightedCode language={language} code={code} />
						</Suspense>
					) : (
						code
					)}
				</code>
			</Box>
		</Box>
	);
});
