/** This tab's hold of an interview. */
export interface Hold {
  /** Lets go. */
  release(): void;
}
