import { NuqsAdapter } from "nuqs/adapters/react-router/v7";
import { Suspense } from "react";
import { BrowserRouter, Navigate, Outlet, type RouteObject, useLocation, useRoutes } from "react-router";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { features } from "./features.ts";
import { Gate } from "./gate.tsx";
import { BareLayout } from "./layout/bare-layout.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

const framed: RouteObject[] = features
	.filter((feature) => feature.access !== "bare")
	.map((feature) => ({ element: <Gate access={feature.access} />, children: feature.routes }));
const bare = features.filter((feature) => feature.access === "bare").flatMap((feature) => feature.routes);

/** A page that breaks leaves the frame standing. */
const Page = () => (
	<ErrorBoundary place={useLocation().pathname}>
		<Outlet />
	</ErrorBoundary>
);

export const routes: RouteObject[] = [
	{ path: "/", element: <Navigate to={paths.catalog} replace /> },
	{ element: <BareLayout />, children: bare },
	{
		// Who signs in does not need the bar yet.
		Component: lazyPage(() => import("./layout/app-layout.tsx")),
		children: [{ element: <Page />, children: [...framed, { path: "*", element: <NotFoundPage /> }] }],
	},
];

const Routes = () => (
	<ErrorBoundary place={useLocation().pathname}>
		<Suspense fallback={null}>
			<NuqsAdapter>{useRoutes(routes)}</NuqsAdapter>
		</Suspense>
	</ErrorBoundary>
);

/** Pages by address. What a page needs it asks for itself, so the router loads nothing and stays small. */
export const Router = () => (
	<BrowserRouter>
		<Routes />
	</BrowserRouter>
);
