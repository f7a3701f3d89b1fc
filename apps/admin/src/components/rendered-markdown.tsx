import Box from "@mui/material/Box";
import { memo, useRef } from "react";
import remend from "remend";
import { blockStarts, fencedCode } from "@/lib/markdown-blocks.ts";
import { CodeBlock } from "./code-block.tsx";
import MarkdownBlock from "./markdown-block.tsx";

const styles = {
	fontSize: 14,
	lineHeight: 1.6,
	overflowWrap: "anywhere",
	"& > :first-of-type": { mt: 0 },
	"& > :last-child": { mb: 0 },
	"& p, & ul, & ol, & blockquote, & table": { my: 1 },
	"& ul, & ol": { pl: 3 },
	"& li > p": { my: 0.5 },
	"& h1, & h2, & h3, & h4": { fontSize: "1rem", fontWeight: 600, mt: 2, mb: 1 },
	"& :not(pre) > code": { px: 0.5, py: 0.25, bgcolor: "action.hover", borderRadius: 0.5 },
	"& blockquote": { mx: 0, pl: 2, borderLeft: 3, borderColor: "divider", color: "text.secondary" },
	// Each block runs the way of its own first letter, whatever the page's is.
	"& p, & li, & h1, & h2, & h3, & h4, & th, & td": { unicodeBidi: "plaintext" },
	// What is too wide scrolls: broken within its words and numbers nobody could read it.
	"& table": { display: "block", overflowX: "auto", overflowWrap: "normal", borderCollapse: "collapse" },
	"& th, & td": { border: 1, borderColor: "divider", px: 1, py: 0.5, textAlign: "start" },
	"& hr": { border: 0, borderTop: 1, borderColor: "divider", my: 2 },
} as const;

/**
 * A model's answer as Markdown: raw HTML stays text, pictures are named and never fetched, links show where they lead.
 * Blocks that are complete are drawn once; while the answer is being written only its last block is read anew.
 */
export default memo(function RenderedMarkdown({ text, live }: { text: string; live: boolean }) {
	const blocks = useBlocks(text);
	return (
		<Box sx={styles}>
			{blocks.map((block, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
				<Block key={index} source={block} isLast={live && index === blocks.length - 1} />
			))}
		</Box>
	);
});

const Block = memo(function Block({ source, isLast }: { source: string; isLast: boolean }) {
	const code = fencedCode(source);
	if (code) return <CodeBlock language={code.language} code={code.code} isWhole={code.isClosed || !isLast} />;
	// What is still being written ends in the middle of a mark: `**bo` is bold already.
	return <MarkdownBlock source={isLast ? remend(source) : source} />;
});

/** The text in blocks. What was complete the last time is taken over as it was. */
function useBlocks(text: string): string[] {
	const last = useRef({ text: "", complete: [] as string[], rest: 0 });
	const { complete, rest } = text.startsWith(last.current.text) ? last.current : { complete: [], rest: 0 };
	const starts = blockStarts(text, rest);
	const blocks = starts.map((start, index) => text.slice(start, starts[index + 1]));
	const now = [...complete, ...blocks.slice(0, -1)];
	last.current = { text, complete: now, rest: starts.at(-1) ?? 0 };
	return [...now, ...blocks.slice(-1)];
}
