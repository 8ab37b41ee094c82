/** How `toThrow` shows an unexpected error: its message, without a stack of our own frames. */
export const separateMessageFromStack = (text: string) => ({ message: text.split('\n    at ')[0] ?? '', stack: '' });
export const formatStackTrace = () => '';
export const formatExecError = (error: unknown) => String(error);
