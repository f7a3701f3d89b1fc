interface Subscription {
	unsubscribe: () => void;
}

/**
 * Subscribes, and anew as soon as the network is back: the browser would try again by itself, but not before some seconds
 * have passed. @returns ends it
 */
export function staySubscribed(subscribe: () => Subscription): () => void {
	let subscription = subscribe();
	const onOnline = () => {
		subscription.unsubscribe();
		subscription = subscribe();
	};
	window.addEventListener("online", onOnline);
	return () => {
		window.removeEventListener("online", onOnline);
		subscription.unsubscribe();
	};
}
