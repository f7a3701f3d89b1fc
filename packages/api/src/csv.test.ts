import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

it("keeps an amount below zero a number, and lets nothing run that only begins as one", () => {
	expect(csvLine(["-0.0045", "-3", -1, null])).toBe('"-0.0045","-3",-1,""\r\n');
	expect(csvLine(["-1+cmd()", "-1\n", "-", "=1", "+1"])).toBe('"\'-1+cmd()","\'-1\n","\'-","\'=1","\'+1"\r\n');
});
