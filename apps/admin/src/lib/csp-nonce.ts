/** Lets style elements that carry it pass the content security policy; `html.cspNonce` of Vite's configuration wrote it. */
export const cspNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
