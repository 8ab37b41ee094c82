/** The role that every tenant's statements run as; it can't bypass row-level security. Made by the first migration. */
export const appRole = 'interviewlm_app';
