import type { ReactNode } from "react";
import { Fact } from "@/components/fact.tsx";
import { type Source, sourceWords } from "./source-words.ts";

interface FactRowProps {
	label: string;
	source?: Source | null | undefined;
	children: ReactNode;
}

/** One fact, with where it was read and when. */
export const FactRow = ({ label, source, children }: FactRowProps) => (
	<Fact
		label={label}
		columns={{ xs: "112px 1fr", sm: "144px 1fr auto" }}
		aside={source ? sourceWords(source) : undefined}
	>
		{children}
	</Fact>
);
