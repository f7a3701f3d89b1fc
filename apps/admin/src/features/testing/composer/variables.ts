export { fillIn, variablesIn } from "@llm-hub/api/schemas";
