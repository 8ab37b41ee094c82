export const quiet: string[];
