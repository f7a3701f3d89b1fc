import { nodeProject } from "@llm-hub/vitest";

export default nodeProject("providers");
