export { archiveRoutes } from './routes.js';
export { createDiskArchive, type DiskArchiveOptions } from './archive.js';
