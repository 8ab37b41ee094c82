/** Waits for the work as long as somebody would who asked for it; it goes on without them. */
export async function withPatience(work: Promise<void>, patience_ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience_ms)));
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
