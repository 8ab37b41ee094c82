/** The script of the hosted pages `/i/:id` and `/r/:id`: a candidate's page doesn't load what only a reviewer's has. */
import './page-locale.js';
import './hosted-interview.js';

if (document.querySelector('hosted-replay')) void import('./hosted-replay.js');
