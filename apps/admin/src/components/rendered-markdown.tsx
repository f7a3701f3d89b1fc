import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";

// A picture in an answer would be fetched from wherever the model says: it leaks, so none is kept.
const schema = { ...defaultSchema, tagNames: defaultSchema.tagNames?.filter((tag) => tag !== "img") };

const components: Components = {
	// Code that is wider than the page scrolls, also by keyboard.
	pre: ({ children }) => (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus.
		<pre tabIndex={0}>{children}</pre>
	),
	a: ({ href, children }) => (
		<Link href={href} target="_blank" rel="noopener noreferrer nofollow">
			{children}
		</Link>
	),
};

/** A model's answer as Markdown: raw HTML stays text, remote images are dropped, links open elsewhere. */
export default memo(function RenderedMarkdown({ text }: { text: string }) {
	return (
		<Box
			sx={{
				fontSize: 14,
				lineHeight: 1.6,
				overflowWrap: "anywhere",
				"& > :first-of-type": { mt: 0 },
				"& > :last-child": { mb: 0 },
				"& p, & ul, & ol, & blockquote, & pre": { my: 1 },
				"& ul, & ol": { pl: 3 },
				"& h1, & h2, & h3, & h4": { fontSize: "1rem", fontWeight: 600, mt: 2, mb: 1 },
				"& pre": { p: 1.5, overflowX: "auto", bgcolor: "action.hover", borderRadius: 1, fontSize: 13, lineHeight: 1.5 },
				"& :not(pre) > code": { px: 0.5, py: 0.25, bgcolor: "action.hover", borderRadius: 0.5 },
				"& blockquote": { mx: 0, pl: 2, borderLeft: 3, borderColor: "divider", color: "text.secondary" },
				"& table": { borderCollapse: "collapse" },
				"& th, & td": { border: 1, borderColor: "divider", px: 1, py: 0.5 },
			}}
		>
			<ReactMarkdown components={components} rehypePlugins={[[rehypeSanitize, schema]]}>
				{text}
			</ReactMarkdown>
		</Box>
	);
});
