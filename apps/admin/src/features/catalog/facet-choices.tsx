import CheckBoxIcon from "@mui/icons-material/CheckBox";
import CheckBoxOutlineBlankIcon from "@mui/icons-material/CheckBoxOutlineBlank";
import Box from "@mui/material/Box";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Skeleton from "@mui/material/Skeleton";
import { keepPreviousData } from "@tanstack/react-query";
import { formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import type { Facet } from "./facets.ts";
import { useCatalogFilters } from "./use-catalog-filters.ts";

interface FacetChoicesProps {
	facet: Facet;
	anchor: HTMLElement;
	onClose: () => void;
}

/** The choices of a filter with what each would leave; the menu stays open, so that several can be chosen. */
export default function FacetChoices({ facet, anchor, onClose }: FacetChoicesProps) {
	const { filters, narrowed, setFilters } = useCatalogFilters();
	const counted = trpc.catalog.facets.useQuery(narrowed, { placeholderData: keepPreviousData });
	const counts = counted.data?.[facet.counts] ?? [];
	return (
		<Menu
			open
			anchorEl={anchor}
			onClose={onClose}
			slotProps={{ list: { "aria-label": facet.label, dense: true, sx: { minWidth: 208 } } }}
		>
			{facet.choices(filters).map(({ value, label, isOn, toggled }) => {
				const count = counts.find((choice) => choice.value === value)?.count ?? 0;
				const Icon = isOn ? CheckBoxIcon : CheckBoxOutlineBlankIcon;
				return (
					<MenuItem
						key={value}
						role="menuitemcheckbox"
						aria-checked={isOn}
						disabled={counted.data !== undefined && count === 0 && !isOn}
						onClick={() => void setFilters(toggled)}
						sx={{ gap: 1 }}
					>
						<Icon fontSize="small" color={isOn ? "primary" : "inherit"} aria-hidden />
						<Box component="span" sx={{ flex: 1 }}>
							{label}
						</Box>
						<Box
							component="span"
							sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums", fontSize: 13, ml: 2 }}
						>
							{counted.data ? formatCount(count) : <Skeleton width={24} />}
						</Box>
					</MenuItem>
				);
			})}
		</Menu>
	);
}
