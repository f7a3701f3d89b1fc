import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that take by far the longest of their project. */
const longest = /turbo\/generators\/router\.test\.ts$/;

/** As Vitest orders files, but the longest begin first: one that began last would run on alone while a core idles. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
		return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
	}
}
