import anthropic from "@lobehub/icons-static-svg/icons/anthropic.svg";
import cohere from "@lobehub/icons-static-svg/icons/cohere.svg";
import google from "@lobehub/icons-static-svg/icons/gemini.svg";
import groq from "@lobehub/icons-static-svg/icons/groq.svg";
import mistral from "@lobehub/icons-static-svg/icons/mistral.svg";
import openai from "@lobehub/icons-static-svg/icons/openai.svg";
import openrouter from "@lobehub/icons-static-svg/icons/openrouter.svg";
import together from "@lobehub/icons-static-svg/icons/together.svg";
import DnsIcon from "@mui/icons-material/DnsOutlined";
import ScienceIcon from "@mui/icons-material/ScienceOutlined";

const marks: Record<string, string> = { anthropic, cohere, google, groq, mistral, openai, openrouter, together };

interface ProviderMarkProps {
	/** A provider type, or `sandbox`. */
	provider: string;
	size?: number;
}

/** A provider's mark in the text's colour; decoration beside its name, never instead of it. */
export function ProviderMark({ provider, size = 16 }: ProviderMarkProps) {
	const mark = marks[provider];
	if (!mark) {
		const Icon = provider === "sandbox" ? ScienceIcon : DnsIcon;
		return <Icon aria-hidden sx={{ fontSize: size, flexShrink: 0 }} />;
	}
	const mask = `url("${mark}") center / contain no-repeat`;
	// No rule of the theme: a long list shows hundreds of them.
	return (
		<span
			aria-hidden
			style={{ display: "inline-block", width: size, height: size, flexShrink: 0, background: "currentColor", mask }}
		/>
	);
}
