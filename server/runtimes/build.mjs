// Builds the test harnesses that need building. Usage: node server/runtimes/build.mjs
import './javascript/tools/build.mjs';
import './cpp/build.mjs';
