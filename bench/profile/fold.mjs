// A processor profile, folded: whose time it was, and the tree of calls.

const quiet = new Set(['(idle)', '(root)']);

/** Each call that has samples under it, as `{ name, who, self, total, children }` in microseconds; the root first. */
export function treeOf({ nodes, samples, timeDeltas }) {
  const self = new Map();
  samples.forEach((id, index) => self.set(id, (self.get(id) ?? 0) + timeDeltas[index]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const grow = (node, around) => {
    const { functionName, url } = node.callFrame;
    const who = whoOf(url, functionName) ?? around;
    const own = quiet.has(functionName) ? 0 : (self.get(node.id) ?? 0);
    const children = merged((node.children ?? []).map((id) => grow(byId.get(id), who)));
    return {
      name: functionName || '(anonymous)',
      who,
      self: own,
      total: own + children.reduce((sum, { total }) => sum + total, 0),
      children,
    };
  };
  return grow(nodes[0], 'Node itself');
}

/** Microseconds by whose they were, most first: a system call or a part of Node counts for whom it was done. */
export function shares(tree) {
  const sums = new Map();
  const walk = ({ who, self, children }) => {
    if (self > 0) sums.set(who, (sums.get(who) ?? 0) + self);
    children.forEach(walk);
  };
  walk(tree);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** A package, a part of ours, or null where a frame belongs to whoever called it. */
function whoOf(url, name) {
  if (name === '(garbage collector)') return 'garbage collection';
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency && !dependency.startsWith('@interviewlm/')) return dependency;
  const [, part] = /(?:server\/dist|packages)\/((?:services|providers)\/[^/]+|[^/]+)/.exec(url) ?? [];
  return part ? `ours: ${part}` : null;
}

/** Calls of one name by one caller are one. */
function merged(calls) {
  const known = new Map();
  for (const call of calls) {
    if (call.total === 0) continue;
    const key = `${call.who} ${call.name}`;
    const same = known.get(key);
    if (!same) known.set(key, call);
    else
      known.set(key, {
        ...same,
        self: same.self + call.self,
        total: same.total + call.total,
        children: merged([...same.children, ...call.children]),
      });
  }
  return [...known.values()].toSorted((a, b) => b.total - a.total);
}
