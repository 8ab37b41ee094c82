import { createModalProvider } from '../../src/providers/modal/index.js';
import { startModalServer } from '../vendors/modal-server/server.js';
import { volumesContract } from './volumes.contract.js';

volumesContract('modal, over its wire protocol', async () => {
  const server = await startModalServer();
  process.env['MODAL_SERVER_URL'] = server.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
  const provider = createModalProvider({ tokenId: 'ak-test', tokenSecret: 'as-test' });
  return {
    ...provider,
    async close() {
      await provider.stop();
      await server.close();
    },
  };
});
