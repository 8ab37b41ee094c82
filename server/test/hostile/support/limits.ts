/** Longest that the server may not answer, by its own doing. */
export const longestStall_ms = 100;
