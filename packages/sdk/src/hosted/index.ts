/** The script of the hosted pages `/i/:id` and `/r/:id`. */
import './hosted-interview.js';
import './hosted-replay.js';
