/** Where the focus was: the element, and its place in each element around it, the nearest first. */
interface Place {
	element: HTMLElement;
	around: { parent: Element; index: number }[];
	path: string;
}

/**
 * Keeps the focus near where it was when what had it is gone or disabled: a row that was revoked, a button that turned
 * into a word, the opener of a dialog. Without it, who works by keyboard would begin at the top of the page again. A
 * pointer leaves no focus behind that anybody misses, and a new page begins at its top.
 * @returns how to stop it
 */
export function keepFocus(): () => void {
	/** The last place in each dialog that is open and, below them, on the page. */
	const places = new Map<Element, Place>();
	let isByKeyboard = false;
	const listening = new AbortController();
	const { signal } = listening;
	addEventListener("keydown", () => (isByKeyboard = true), { capture: true, signal });
	addEventListener("pointerdown", () => (isByKeyboard = false), { capture: true, signal });
	document.addEventListener(
		"focusin",
		({ target }) => {
			if (!(target instanceof HTMLElement)) return;
			for (const layer of places.keys()) if (!layer.isConnected) places.delete(layer);
			const layer = layerOf(target);
			places.delete(layer);
			places.set(layer, placeOf(target));
		},
		{ signal },
	);
	document.addEventListener(
		"focusout",
		({ target, relatedTarget }) => {
			if (relatedTarget !== null || !(target instanceof HTMLElement)) return;
			// What is still there was left on purpose.
			setTimeout(() => {
				if (hasNoFocus() && target.isConnected && !target.matches(":disabled")) places.delete(layerOf(target));
			});
		},
		{ signal },
	);
	const settle = () => {
		isDue = false;
		if (!hasNoFocus()) return;
		for (const [layer, place] of [...places].toReversed()) {
			if (layer.isConnected && layer.checkVisibility({ visibilityProperty: true })) {
				if (place.path === location.pathname) takeOver(place);
				return;
			}
			places.delete(layer);
		}
	};
	let isDue = false;
	const watching = new MutationObserver(() => {
		if (isDue || !isByKeyboard || !hasNoFocus()) return;
		isDue = true;
		// By then it is forgotten what was left on purpose.
		setTimeout(settle);
	});
	watching.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
	return () => {
		watching.disconnect();
		listening.abort();
	};
}

/** What is disabled loses the focus with the next frame. */
const hasNoFocus = () => !document.activeElement || document.activeElement.matches("body, :disabled");
const layerOf = (element: Element): Element => element.closest(".MuiModal-root") ?? document.body;

function placeOf(element: HTMLElement): Place {
	const around: Place["around"] = [];
	for (let at: Element = element; at.parentElement; at = at.parentElement) {
		around.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
	}
	return { element, around, path: location.pathname };
}

function takeOver({ element, around }: Place): void {
	if (element.isConnected) {
		if (!element.matches(":disabled")) focus(element);
		// While it works it is disabled for a moment.
		else if (!element.matches("[class*=-loading]")) focusBeside(element);
		return;
	}
	const nearest = around.find(({ parent }) => parent.isConnected);
	if (!nearest) return;
	const { parent, index } = nearest;
	const heir = parent.children[Math.min(index, parent.children.length - 1)] ?? parent;
	focus(tabStopsIn(heir)[0] ?? withWords(heir));
}

/** The element, or the nearest around it that says something. */
const withWords = (element: Element): Element => {
	const isSilent = !(element instanceof HTMLElement) || element.innerText.trim() === "";
	return isSilent && element.parentElement ? withWords(element.parentElement) : element;
};

/** The control before a disabled one, or else after it, as near as there is one. */
function focusBeside(element: Element): void {
	for (let at = element.parentElement; at; at = at.parentElement) {
		const stops = tabStopsIn(at);
		const before = stops.findLast((stop) => stop.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
		const beside = before ?? stops[0];
		if (!beside) continue;
		focus(beside);
		return;
	}
}

const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
const tabStopsIn = (root: Element): Element[] =>
	[root, ...root.querySelectorAll(controls)].filter(
		(element) =>
			element.matches(controls) &&
			element instanceof HTMLElement &&
			element.tabIndex >= 0 &&
			!element.matches(":disabled") &&
			element.checkVisibility({ visibilityProperty: true }),
	);

/** What is no control takes the focus for once, so that it is read out and Tab goes on from there. */
function focus(element: Element): void {
	if (!(element instanceof HTMLElement)) return;
	if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) {
		element.tabIndex = -1;
		element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
	}
	element.focus({ preventScroll: true });
}
