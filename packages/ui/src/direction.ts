/** Whether what is shown in an element runs from right to left. */
export const runsLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** 1 for the arrow key that goes on in the direction of reading, -1 for the one that goes back, 0 for any other key. */
export function arrowStep({ key, currentTarget }: KeyboardEvent): 1 | 0 | -1 {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return 0;
  const isMirrored = currentTarget instanceof Element && runsLeft(currentTarget);
  return (key === 'ArrowRight') === isMirrored ? -1 : 1;
}
