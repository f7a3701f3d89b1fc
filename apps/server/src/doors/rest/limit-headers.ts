/** `X-Tier` and `X-RateLimit-*` of an answer: the request quota nearest to its end, or `unlimited` without any. */
export const limitHeaders = (
	tierCode: string,
	quota: { limit: number; remaining: number } | null,
): Record<string, string | number> => ({
	"x-tier": tierCode,
	"x-ratelimit-limit": quota?.limit ?? "unlimited",
	"x-ratelimit-remaining": quota?.remaining ?? "unlimited",
});
