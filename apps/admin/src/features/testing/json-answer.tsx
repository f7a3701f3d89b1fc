import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { CodeBlock } from "@/components/code-block.tsx";

/** An answer that is JSON, in lines or as it was sent. */
export default function JsonAnswer({ text, pretty }: { text: string; pretty: string }) {
	const [isPretty, setPretty] = useState(true);
	return (
		<>
			<Box sx={{ display: "flex", gap: 0.5, mb: 1 }}>
				<Button color={isPretty ? "primary" : "inherit"} aria-pressed={isPretty} onClick={() => setPretty(true)}>
					Formatted
				</Button>
				<Button color={isPretty ? "inherit" : "primary"} aria-pressed={!isPretty} onClick={() => setPretty(false)}>
					As sent
				</Button>
			</Box>
			<CodeBlock language="json" code={isPretty ? pretty : text} isWhole />
		</>
	);
}
