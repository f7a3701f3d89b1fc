import type { RouterOutputs } from "@llm-hub/api/types";
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import TextField from "@mui/material/TextField";
import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { providerOf } from "@/lib/model-id.ts";
import { trpc } from "@/lib/trpc.ts";
import { ModelOption } from "./model-option.tsx";
import { mostModels } from "./use-lab-url.ts";

type Model = RouterOutputs["catalog"]["list"]["models"][number];

interface ModelPickerProps {
	value: string[];
	onChange: (modelIds: string[]) => void;
}

/** The models to run on: searched on the server, so that any number of them stays quick. Only enabled chat models are offered. */
export default function ModelPicker({ value, onChange }: ModelPickerProps) {
	const [input, setInput] = useState("");
	const [open, setOpen] = useState(false);
	const search = useDeferredValue(input.trim());
	const models = trpc.catalog.list.useQuery(
		{ search: search || undefined, enabled: true, capability: "chat", limit: 50 },
		{ enabled: open, placeholderData: keepPreviousData },
	);
	const found = new Map(models.data?.models.map((model): [string, Model] => [model.id, model]));
	return (
		<Autocomplete
			multiple
			filterSelectedOptions
			options={[...found.keys()]}
			value={value}
			onChange={(_, next) => onChange(next)}
			getOptionDisabled={() => value.length >= mostModels}
			inputValue={input}
			onInputChange={(_, next, reason) => setInput(reason === "reset" ? "" : next)}
			// The server has searched already.
			filterOptions={(options) => options}
			loading={models.isFetching}
			noOptionsText={models.isError ? describeProblem(models.error).message : "No enabled chat model fits."}
			open={open}
			onOpen={() => setOpen(true)}
			onClose={() => setOpen(false)}
			renderValue={(modelIds, getItemProps) =>
				modelIds.map((modelId, index) => {
					const { key, ...props } = getItemProps({ index });
					return (
						<Chip
							key={key}
							{...props}
							label={modelId}
							icon={
								<Box component="span" sx={{ display: "inline-flex", pl: 0.5 }}>
									<ProviderMark provider={providerOf(modelId)} size={14} />
								</Box>
							}
						/>
					);
				})
			}
			renderOption={({ key, ...props }, modelId) => {
				const model = found.get(modelId);
				return (
					<Box component="li" key={key} {...props}>
						{model && <ModelOption model={model} />}
					</Box>
				);
			}}
			renderInput={(params) => (
				<TextField {...params} label="Models" placeholder={value.length === 0 ? "Search by name or id" : undefined} />
			)}
		/>
	);
}
