// Which modules of the browser bundle travel together. What isn't named here is split by who imports it, as Rollup does by itself.

/**
 * Each file costs a browser a request and a module record, and each level of imports a round trip: what every workspace begins with is
 * three files. `ui` is what workspace and replay share.
 */
const chunks = {
  'interview-workspace': [
    /node_modules\/(lit|lit-html|lit-element|@lit)\//,
    /ui\/dist\/(tokens|localize|locale-controller|base-element|icons|spinner|notice|controls|monaco|trusted-types)\.js$/,
    /client\/dist\/(credentials|http|routes|route-of|backoff|terminal|client|problem|sse)\.js$/,
    /sdk\/dist\/(load|invite|embed\/(mount|tokens))\.js$/,
    /workspace\/dist\/(events|views|workspace-styles|interview-workspace|state\/context)\.js$/,
    /workspace\/dist\/session\/(cover-focus|first-covers|one-tab)\.js$/,
  ],
  ui: [/ui\/dist\/(split-pane|languages|monaco-theme|retell|formats|direction|observe-colors|resolve-color|dialog)\.js$/],
  // Else they would go along with whatever imports something of them.
  'ui-index': [/ui\/dist\/index\.js$/],
  markdown: [/node_modules\/(dompurify|marked)\//, /ui\/dist\/markdown\.js$/],
  workspace: [
    /client\/dist\/(storage|recorder)\//,
    /workspace\/dist\/(announce|part|parts)\.js$/,
    /workspace\/dist\/(state|layout|editor|diff)\//,
    /workspace\/dist\/session\/(integrity|connection-status|covers)\.js$/,
    /workspace\/dist\/tests\/(expectation|places|comparison|test-item)\.js$/,
    /workspace\/dist\/question\/timer\.js$/,
  ],
};

/** Rollup's `manualChunks`. */
export function chunkOf(id) {
  const found = Object.entries(chunks).find(([, members]) => members.some((member) => member.test(id)));
  return found?.[0];
}
