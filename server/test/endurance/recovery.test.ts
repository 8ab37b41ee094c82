import { killsSuite } from '../support/kills-suite.js';

killsSuite(10, [1, 2, 3]);
