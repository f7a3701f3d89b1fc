import { Component, type ReactNode } from "react";
import { RouteError } from "./route-error.tsx";

interface ErrorBoundaryProps {
	/** Another place is another try. */
	place: string;
	children: ReactNode;
}

/** Shows what broke in the place of the page that broke; going elsewhere leaves it behind. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown; place: string }> {
	override state = { error: null, place: this.props.place };

	static getDerivedStateFromError(error: unknown) {
		return { error };
	}

	static getDerivedStateFromProps({ place }: ErrorBoundaryProps, state: { place: string }) {
		return place === state.place ? null : { error: null, place };
	}

	override render() {
		return this.state.error === null ? this.props.children : <RouteError error={this.state.error} />;
	}
}
