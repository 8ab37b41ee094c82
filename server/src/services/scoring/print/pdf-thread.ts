import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import printer from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Sets and writes a document, which takes a processor for most of a second. Imports no file of ours, since it is started by its path. */
export interface PrintTask {
  readonly definition: TDocumentDefinitions;
  /** Stands at the foot of every page, before its number. */
  readonly footer: string;
  /** Colour of the lines in tables with the layout `lines`. */
  readonly line: string;
}

const { definition, footer, line } = workerData as PrintTask;
const require = createRequire(import.meta.url);
const fonts = dirname(require.resolve('pdfmake/fonts/Roboto/Roboto-Regular.ttf'));
// Nothing but these fonts is ever read, whatever a document says.
printer.setUrlAccessPolicy(() => false);
printer.setLocalAccessPolicy((path) => path.startsWith(fonts));
printer.setFonts({
  Roboto: {
    normal: `${fonts}/Roboto-Regular.ttf`,
    bold: `${fonts}/Roboto-Medium.ttf`,
    italics: `${fonts}/Roboto-Italic.ttf`,
    bolditalics: `${fonts}/Roboto-MediumItalic.ttf`,
  },
});
printer.addTableLayouts({
  lines: {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0,
    hLineColor: () => line,
    paddingLeft: () => 0,
    paddingTop: () => 4,
    paddingBottom: () => 4,
  },
});
const created = printer.createPdf({
  ...definition,
  footer: (page, pages) => ({ text: `${footer}, page ${page} of ${pages}`, style: 'muted', margin: [48, 16, 48, 0] }),
});
void created.getBuffer().then((buffer) => parentPort?.postMessage(new Uint8Array(buffer)));
