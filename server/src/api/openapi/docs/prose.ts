import { escapeHtml } from '../../../services/html.js';

/** Prose of ours, in which `backticks` mark code. */
export const prose = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
