export { TestStages } from "@/components/test-stages.tsx";
