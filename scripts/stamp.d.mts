export function filesBelow(roots: readonly string[], skip?: ReadonlySet<string>): Promise<string[]>;
