import { debounce } from "nuqs";
import type { RefObject } from "react";
import { Kbd } from "@/components/kbd.tsx";
import { flushSearch, useCatalogFilters } from "./use-catalog-filters.ts";

/** The address follows a word, not its letters: browsers limit how often it may change. */
const whenStill = { limitUrlUpdates: debounce(200) };

/** The browser's own field, because a visitor's first page carries no form parts. */
export function SearchInput({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
	const { filters, setFilters } = useCatalogFilters();
	return (
		<>
			<input
				ref={inputRef}
				type="search"
				placeholder="Search models"
				aria-label="Search models"
				aria-keyshortcuts="/"
				value={filters.q}
				onChange={({ target }) => void setFilters({ q: target.value }, whenStill)}
				onBlur={() => void flushSearch(setFilters)}
				onKeyDown={({ key, currentTarget }) => key === "Escape" && currentTarget.blur()}
			/>
			{filters.q === "" && <Kbd>/</Kbd>}
		</>
	);
}
