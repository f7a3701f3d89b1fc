import Box from "@mui/material/Box";
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { common, createLowlight } from "lowlight";
import { memo } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

const lowlight = createLowlight(common);

const tokens = (names: string) =>
	names
		.split(" ")
		.map((name) => `& .hljs-${name}`)
		.join(", ");

const styles = {
	[tokens("keyword literal built_in type selector-tag")]: { color: "primary.main" },
	[tokens("string regexp addition attribute")]: { color: "success.main" },
	[tokens("number symbol bullet variable template-variable")]: { color: "warning.main" },
	[tokens("comment quote meta")]: { color: "text.secondary", fontStyle: "italic" },
	[tokens("title section name attr")]: { fontWeight: 600 },
	[tokens("deletion")]: { color: "error.main" },
};

/** Code with its words coloured; as it is where nobody knows the language. */
export default memo(function HighlightedCode({ language, code }: { language: string; code: string }) {
	if (!lowlight.registered(language)) return code;
	const tree = lowlight.highlight(language, code);
	return (
		<Box component="span" sx={styles}>
			{toJsxRuntime(tree, { Fragment, jsx, jsxs })}
		</Box>
	);
});
