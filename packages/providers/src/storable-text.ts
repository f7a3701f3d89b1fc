/**
 * PostgreSQL stores no NUL and no half of a surrogate pair, in text or in JSON. Both become U+FFFD, one for one, so that
 * offsets into a text stay what they were.
 */
export const storableText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();
