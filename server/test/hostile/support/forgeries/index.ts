import { cpp } from './cpp.js';
import { go } from './go.js';
import { java } from './java.js';
import type { Forgeries } from './kind.js';
import { ruby } from './ruby.js';
import { rust } from './rust.js';

/** The runtimes whose toolchain comes from the system's packages. */
export const fromPackages: readonly Forgeries[] = [cpp, java, go, rust, ruby];
