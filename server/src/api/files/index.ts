import type { Files } from '../../services/files/index.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

type Names = 'listFiles' | 'readFile' | 'writeFile' | 'deleteFile' | 'moveFile';

export const fileHandlers = ({ files }: { files: Files }): Pick<Handlers, Names> => ({
  listFiles: ({ actor, params }) => files.list(at(actor, params.id)),
  readFile: ({ actor, params }) => files.read(at(actor, params.id), params.path),
  writeFile: ({ actor, params, body, headers }) => files.write(at(actor, params.id), params.path, body.content, headers['if-match']),
  async deleteFile({ actor, params }) {
    await files.remove(at(actor, params.id), params.path);
    return null;
  },
  moveFile: ({ actor, params, body }) => files.move(at(actor, params.id), body.from, body.to),
});
