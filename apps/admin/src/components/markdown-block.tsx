import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { isValidElement, memo, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { CodeBlock } from "./code-block.tsx";

const textOf = (node: ReactNode): string => {
	if (typeof node === "string" || typeof node === "number") return String(node);
	if (Array.isArray(node)) return node.map(textOf).join("");
	return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : "";
};

const hostOf = (address: string | undefined): string | null => {
	try {
		return address ? new URL(address).host : null;
	} catch {
		return null;
	}
};

interface Node {
	type: string;
	children?: Node[];
}

/** Raw HTML is shown as the text that it is. */
const htmlAsText = () => (tree: Node) => {
	if (tree.type === "html") tree.type = "text";
	for (const child of tree.children ?? []) htmlAsText()(child);
};

const Aside = ({ children }: { children: string }) => (
	<Box component="span" sx={{ color: "text.secondary" }}>
		{children}
	</Box>
);

const components: Components = {
	pre: ({ children }) => {
		const code = isValidElement<{ className?: string }>(children) ? children.props.className : undefined;
		return <CodeBlock language={/language-(\S+)/.exec(code ?? "")?.[1] ?? ""} code={textOf(children)} isWhole />;
	},
	a: ({ href, children }) => {
		const host = hostOf(href);
		const isPlain = host === null || textOf(children).includes(host);
		return (
			<>
				<Link href={href} target="_blank" rel="noopener noreferrer nofollow" underline="always">
					{children}
				</Link>
				{!isPlain && <Aside>{` (${host})`}</Aside>}
			</>
		);
	},
	// It would be fetched from wherever the model says, and tell them who reads this.
	img: ({ alt, src }) => (
		<Aside>{`[Picture not loaded: ${alt || "no name"}${hostOf(src) ? `, ${hostOf(src)}` : ""}]`}</Aside>
	),
};

/** One block of Markdown. */
export default memo(function MarkdownBlock({ source }: { source: string }) {
	return (
		<ReactMarkdown components={components} remarkPlugins={[remarkGfm, htmlAsText]} rehypePlugins={[rehypeSanitize]}>
			{source}
		</ReactMarkdown>
	);
});
