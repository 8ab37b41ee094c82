/** Text as it may stand between tags and in quoted attributes, of HTML and of SVG. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
