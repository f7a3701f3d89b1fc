import { NuqsAdapter } from "nuqs/adapters/react-router/v7";
import { createBrowserRouter, Navigate, Outlet, type RouteObject } from "react-router";
import { paths } from "@/lib/paths.ts";
import { features } from "./features.ts";
import { Gate } from "./gate.tsx";
import { AppLayout } from "./layout/app-layout.tsx";
import { BareLayout } from "./layout/bare-layout.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { RouteError } from "./route-error.tsx";

const framed: RouteObject[] = features
	.filter((feature) => feature.access !== "bare")
	.map((feature) => ({ element: <Gate access={feature.access} />, children: feature.routes }));
const bare = features.filter((feature) => feature.access === "bare").flatMap((feature) => feature.routes);

const Root = () => (
	<NuqsAdapter>
		<Outlet />
	</NuqsAdapter>
);

export const router = createBrowserRouter([
	{
		element: <Root />,
		errorElement: <RouteError />,
		children: [
			{ index: true, element: <Navigate to={paths.catalog} replace /> },
			{ element: <BareLayout />, children: bare },
			{
				element: <AppLayout />,
				children: [{ errorElement: <RouteError />, children: [...framed, { path: "*", element: <NotFoundPage /> }] }],
			},
		],
	},
]);
