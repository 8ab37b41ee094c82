/** Text for an element or an attribute. */
export const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Prose of ours, in which `backticks` mark code. */
export const prose = (text: string): string => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
