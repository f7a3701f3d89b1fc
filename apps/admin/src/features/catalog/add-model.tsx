import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { providerOf } from "@/lib/model-id.ts";
import { trpc } from "@/lib/trpc.ts";
import { useAliases } from "@/lib/use-aliases.ts";

const mostFound = 30;

interface AddModelProps {
	label: string;
	/** Not offered again. */
	chosen: readonly string[];
	/** Why no more can be chosen. */
	full?: string | undefined;
	onAdd: (modelId: string) => void;
}

/** A search over the catalog, by name, id or alias, that gives one model at a time. */
export function AddModel({ label, chosen, full, onAdd }: AddModelProps) {
	const [words, setWords] = useState("");
	const [isOpen, setIsOpen] = useState(false);
	const search = useDeferredValue(words.trim());
	const { aliasesOf } = useAliases();
	const found = trpc.catalog.list.useQuery(
		{ search: search === "" ? undefined : search, limit: mostFound },
		{ enabled: isOpen, placeholderData: keepPreviousData },
	);
	const options = (found.data?.models ?? []).filter(({ id }) => !chosen.includes(id));
	return (
		<Autocomplete
			// Nothing stays in the field, so that the next one can be looked for.
			value={null}
			options={options}
			filterOptions={(all) => all}
			getOptionLabel={({ id }) => id}
			isOptionEqualToValue={(option, value) => option.id === value.id}
			inputValue={words}
			onInputChange={(_, next, reason) => setWords(reason === "input" ? next : "")}
			onChange={(_, model) => model && onAdd(model.id)}
			onOpen={() => setIsOpen(true)}
			onClose={() => setIsOpen(false)}
			open={isOpen}
			autoHighlight
			clearOnBlur
			disabled={full !== undefined}
			loading={found.isPending}
			loadingText="Looking…"
			noOptionsText={found.error ? describeProblem(found.error).message : "No model fits. Search for fewer words."}
			renderOption={({ key, ...props }, { id, displayName }) => (
				<Box component="li" key={key} {...props}>
					<ProviderMark provider={providerOf(id)} />
					<Box sx={{ ml: 1, minWidth: 0 }}>
						<TwoLines first={displayName} second={[aliasesOf(id), id].filter(Boolean).join(" · ")} />
					</Box>
				</Box>
			)}
			renderInput={(params) => (
				<TextField {...params} label={label} placeholder="Name, id or alias" helperText={full} />
			)}
			sx={{ width: 1, maxWidth: { sm: 320 } }}
		/>
	);
}
