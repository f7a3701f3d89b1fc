/** All schemas of the API, fetched once, when a form is first checked. */
export const schemas = () => import("@llm-hub/api/schemas");
