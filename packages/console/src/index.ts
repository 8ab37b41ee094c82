/** The script of `/console`: what signing in needs; each section comes when it is opened. */
export { ConsoleApp } from './console-app.js';
