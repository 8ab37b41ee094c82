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

// The same suite on Modal itself costs money, so it runs only when it is asked for: see README.md here.
if (process.env['MODAL_LIVE'] === '1') {
  volumesContract('modal, live', async () => {
    delete process.env['MODAL_SERVER_URL'];
    delete process.env['MODAL_CONFIG_PATH'];
    const { MODAL_TOKEN_ID: tokenId, MODAL_TOKEN_SECRET: tokenSecret } = process.env;
    if (!tokenId || !tokenSecret) throw new Error('MODAL_LIVE=1 needs MODAL_TOKEN_ID and MODAL_TOKEN_SECRET');
    // A namespace of its own: nothing that is in use is listed or touched.
    const provider = createModalProvider({ tokenId, tokenSecret, namespace: 'interviewlm-contract' });
    return {
      ...provider,
      async close() {
        for (const { name } of await provider.volumes.list()) await provider.volumes.delete(name);
        await provider.stop();
      },
    };
  });
}
