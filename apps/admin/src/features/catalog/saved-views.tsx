import BookmarkIcon from "@mui/icons-material/BookmarkBorder";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { Link as RouterLink } from "react-router";
import { CopyButton } from "@/components/copy-button.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";

/** The views that a person keeps: open, share as a link, rename, delete; and keeping the one in sight. */
export function SavedViews({ onOpen }: { onOpen: () => void }) {
	const utils = trpc.useUtils();
	const views = trpc.catalog.views.list.useQuery().data?.views ?? [];
	const [name, setName] = useState("");
	/** Which view is being renamed; null keeps the one in sight. */
	const [renamed, setRenamed] = useState<string | null>(null);
	const onSuccess = async () => {
		setName("");
		setRenamed(null);
		await utils.catalog.views.invalidate();
	};
	const save = trpc.catalog.views.save.useMutation({ onSuccess });
	const rename = trpc.catalog.views.rename.useMutation({ onSuccess });
	const remove = trpc.catalog.views.delete.useMutation({ onSuccess });
	const problem = save.error ?? rename.error ?? remove.error;
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (renamed === null) save.mutate({ name, query: window.location.search });
		else rename.mutate({ id: renamed, name });
	};
	return (
		<Box component="section" aria-label="My views">
			<Box sx={{ fontWeight: 550, fontSize: 13, mb: 0.5 }}>My views</Box>
			<Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
				{views.map((view) => (
					<Box component="li" key={view.id} sx={{ display: "flex", alignItems: "center", gap: 0.5 }}>
						<BookmarkIcon aria-hidden sx={{ fontSize: 16, color: "text.secondary" }} />
						<Link
							component={RouterLink}
							to={{ pathname: paths.catalog, search: view.query }}
							onClick={onOpen}
							color="textPrimary"
							sx={{
								flex: 1,
								minWidth: 0,
								overflow: "hidden",
								textOverflow: "ellipsis",
								whiteSpace: "nowrap",
								fontSize: 14,
							}}
						>
							{view.name}
						</Link>
						<CopyButton
							text={`${window.location.origin}${paths.catalog}${view.query}`}
							label={`Copy a link to ${view.name}`}
						/>
						<IconButton
							aria-label={`Rename ${view.name}`}
							onClick={() => {
								setRenamed(view.id);
								setName(view.name);
							}}
						>
							<EditIcon sx={{ fontSize: 16 }} />
						</IconButton>
						<IconButton aria-label={`Delete ${view.name}`} onClick={() => remove.mutate({ id: view.id })}>
							<DeleteIcon sx={{ fontSize: 16 }} />
						</IconButton>
					</Box>
				))}
			</Box>
			<Stack component="form" direction="row" onSubmit={submit} sx={{ gap: 1, mt: 1, alignItems: "flex-start" }}>
				<TextField
					size="small"
					label={renamed === null ? "Keep this view as" : "New name"}
					value={name}
					onChange={(event) => setName(event.target.value)}
					error={!!problem}
					helperText={problem ? describeProblem(problem).message : undefined}
					sx={{ flex: 1 }}
				/>
				<Button
					type="submit"
					variant="outlined"
					disabled={name.trim() === ""}
					loading={save.isPending || rename.isPending}
					sx={{ height: 40 }}
				>
					{renamed === null ? "Keep" : "Rename"}
				</Button>
			</Stack>
		</Box>
	);
}
