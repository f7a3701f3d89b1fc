import { useSession } from "@/lib/session.ts";
import { FacetMenu } from "./facet-menu.tsx";
import { facets } from "./facets.ts";
import { useCatalogFilters } from "./use-catalog-filters.ts";

/** The filters beside the search, with how many choices of each are on. */
export function FacetMenus() {
	const { filters } = useCatalogFilters();
	const { user } = useSession();
	return facets
		.filter(({ needsUser }) => !needsUser || user)
		.map((facet) => (
			<FacetMenu key={facet.key} facet={facet} on={facet.choices(filters).filter(({ isOn }) => isOn).length} />
		));
}
