import { killsSuite } from '../support/kills-suite.js';

// Many more kills: server/test/endurance/recovery.test.ts.
killsSuite(2, [7]);
