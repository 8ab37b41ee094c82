import type { ArchivePort } from './port.js';

/** The same archive, with a count of the requests that are made of it: they cost. */
export function counted(archive: ArchivePort): { archive: ArchivePort; requests: () => number } {
  let requests = 0;
  const count = <Args extends unknown[], Result>(verb: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      requests++;
      return verb(...args);
    };
  };
  return {
    archive: {
      put: count((...args) => archive.put(...args)),
      get: count((...args) => archive.get(...args)),
      stream: count((...args) => archive.stream(...args)),
      head: count((...args) => archive.head(...args)),
      list: count((...args) => archive.list(...args)),
      delete: count((...args) => archive.delete(...args)),
      // Made here, without asking anyone.
      presign: (...args) => archive.presign(...args),
    },
    requests: () => requests,
  };
}
