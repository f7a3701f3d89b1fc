import { NuqsAdapter } from "nuqs/adapters/react-router/v7";
import { BrowserRouter, Navigate, Outlet, type RouteObject, useLocation, useRoutes } from "react-router";
import { paths } from "@/lib/paths.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { features } from "./features.ts";
import { Gate } from "./gate.tsx";
import { AppLayout } from "./layout/app-layout.tsx";
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

const routes: RouteObject[] = [
	{ path: "/", element: <Navigate to={paths.catalog} replace /> },
	{ element: <BareLayout />, children: bare },
	{
		element: <AppLayout />,
		children: [{ element: <Page />, children: [...framed, { path: "*", element: <NotFoundPage /> }] }],
	},
];

const Routes = () => (
	<ErrorBoundary place={useLocation().pathname}>
		<NuqsAdapter>{useRoutes(routes)}</NuqsAdapter>
	</ErrorBoundary>
);

/** Pages by address. What a page needs it asks for itself, so the router loads nothing and stays small. */
export const Router = () => (
	<BrowserRouter>
		<Routes />
	</BrowserRouter>
);
