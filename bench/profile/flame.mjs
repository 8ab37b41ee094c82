// The tree of calls as a flame graph: an SVG with a row for each depth, and who it was and for how long in the titles.

const [width, row, deepest, least] = [1200, 15, 36, 0.004];

/** As text, without scripts. Calls under 0.4 % of the whole are left out. */
export function flameOf(tree, label) {
  const boxes = [];
  const draw = (call, x, depth) => {
    boxes.push(box(call, tree.total, x, depth));
    if (depth === deepest) return depth;
    let [at, most] = [x, depth];
    for (const child of call.children) {
      if (child.total / tree.total < least) continue;
      most = Math.max(most, draw(child, at, depth + 1));
      at += child.total / tree.total;
    }
    return most;
  };
  const height = (draw(tree, 0, 0) + 1) * row;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}" font-family="ui-monospace, monospace" font-size="10">
${boxes.join('\n')}
</svg>
`;
}

function box({ name, who, total }, all, x, depth) {
  const [left, wide] = [x * width, (total / all) * width];
  const letters = Math.floor((wide - 4) / 6.1);
  const text =
    letters < 4 ? '' : `<text x="${(left + 2).toFixed(1)}" y="${depth * row + 11}" fill="#222">${escape(name.slice(0, letters))}</text>`;
  const title = `${name} – ${who}, ${((100 * total) / all).toFixed(1)} %`;
  return `<g><title>${escape(title)}</title><rect x="${left.toFixed(1)}" y="${depth * row}" width="${Math.max(0.3, wide - 0.4).toFixed(1)}" height="${row - 1}" fill="${colourOf(who)}"/>${text}</g>`;
}

/** Ours in greens, what others wrote in warm colours, the rest grey. */
function colourOf(who) {
  const hue = [...who].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) / 997;
  if (who.startsWith('ours')) return `hsl(${(120 + hue * 50).toFixed(0)} 45% 65%)`;
  if (who === 'Node itself' || who === 'garbage collection') return '#b9b9b9';
  return `hsl(${(hue * 55).toFixed(0)} 75% 68%)`;
}

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
