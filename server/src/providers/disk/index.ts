export { archiveRoutes } from './routes.js';
export { createDiskArchive } from './archive.js';
