/** A number as people read it: two places, and no minus before zero. */
export const twoPlaces = (value: number): string => (Math.round(value * 100) / 100 + 0).toFixed(2);
