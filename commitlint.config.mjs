/** Conventional commits, by which the change log and the next version are found. Bodies may be as long as the reason is. */
export default {
  extends: ['@commitlint/config-conventional'],
  rules: { 'header-max-length': [2, 'always', 120], 'body-max-line-length': [0], 'footer-max-line-length': [0], 'subject-case': [0] },
};
