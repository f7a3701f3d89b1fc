import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormGroup from "@mui/material/FormGroup";
import Popover from "@mui/material/Popover";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import Stack from "@mui/material/Stack";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { FilterSelect } from "@/components/filter-select.tsx";
import { useSession } from "@/lib/session.ts";
import { sortNames, sorts } from "./labels.ts";
import { columnNames, optionalColumns } from "./model-columns.ts";
import { SavedViews } from "./saved-views.tsx";
import { densities, useCatalogFilters } from "./use-catalog-filters.ts";

interface ViewChoicesProps {
	anchor: HTMLElement;
	onClose: () => void;
}

const orderOptions = [
	{ value: "asc", label: "ascending" },
	{ value: "desc", label: "descending" },
] as const;

/** Kept views, sort, density and columns; all of the view goes into the address. */
export default function ViewChoices({ anchor, onClose }: ViewChoicesProps) {
	const { filters, setFilters } = useCatalogFilters();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const { user } = useSession();
	const { columns, density, sort, order } = filters;
	const show = (column: (typeof optionalColumns)[number], on: boolean) =>
		void setFilters({ columns: optionalColumns.filter((key) => (key === column ? on : columns.includes(key))) });
	return (
		<Popover
			open
			anchorEl={anchor}
			onClose={onClose}
			anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
			transformOrigin={{ vertical: "top", horizontal: "right" }}
			slotProps={{ paper: { role: "dialog", "aria-label": "View", variant: "outlined", sx: { p: 2, width: 320 } } }}
		>
			<Stack sx={{ gap: 2 }}>
				{user && <SavedViews onOpen={onClose} />}
				<Stack direction="row" sx={{ gap: 1 }}>
					<FilterSelect
						label="Sort"
						value={sort}
						required
						options={sorts.map((value) => ({ value, label: sortNames[value] }))}
						onChange={(value) => void setFilters({ sort: value })}
					/>
					<FilterSelect
						label="Order"
						value={order}
						required
						options={[...orderOptions]}
						onChange={(value) => void setFilters({ order: value })}
					/>
				</Stack>
				{!narrow && (
					<>
						<Box component="fieldset" sx={{ border: 0, m: 0, p: 0 }}>
							<Box component="legend" sx={{ fontWeight: 550, fontSize: 13 }}>
								Density
							</Box>
							<RadioGroup
								row
								value={density}
								onChange={(_, value) => void setFilters({ density: value as typeof density })}
							>
								{densities.map((value) => (
									<FormControlLabel key={value} value={value} control={<Radio size="small" />} label={value} />
								))}
							</RadioGroup>
						</Box>
						<Box component="fieldset" sx={{ border: 0, m: 0, p: 0 }}>
							<Box component="legend" sx={{ fontWeight: 550, fontSize: 13 }}>
								Columns
							</Box>
							<FormGroup>
								{optionalColumns.map((column) => (
									<FormControlLabel
										key={column}
										control={
											<Checkbox
												size="small"
												checked={columns.includes(column)}
												onChange={(_, on) => show(column, on)}
												sx={{ py: 0.5 }}
											/>
										}
										label={columnNames[column]}
									/>
								))}
							</FormGroup>
						</Box>
					</>
				)}
			</Stack>
		</Popover>
	);
}
