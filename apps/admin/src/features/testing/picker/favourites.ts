import { useState } from "react";

const favouritesKey = "llm-hub.lab.favourites";
const recentKey = "llm-hub.lab.recent";
const mostRecent = 8;

function stored(key: string): string[] {
	try {
		const ids: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
		return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
	} catch {
		return [];
	}
}

function store(key: string, ids: readonly string[]): void {
	try {
		localStorage.setItem(key, JSON.stringify(ids));
	} catch {
		// A full or forbidden storage only means that the next visit starts without them.
	}
}

/** The models that a person starred and those that they chose last; kept in this browser. */
export function useFavourites() {
	const [favourites, setFavourites] = useState(() => stored(favouritesKey));
	const [recent, setRecent] = useState(() => stored(recentKey));
	return {
		favourites,
		recent,
		toggleFavourite: (id: string) => {
			const next = favourites.includes(id) ? favourites.filter((other) => other !== id) : [...favourites, id];
			setFavourites(next);
			store(favouritesKey, next);
		},
		addRecent: (id: string) => {
			const next = [id, ...recent.filter((other) => other !== id)].slice(0, mostRecent);
			setRecent(next);
			store(recentKey, next);
		},
	};
}
