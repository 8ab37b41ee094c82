// What the analyzer has to know about how we write elements.

/** `define('some-tag', SomeClass)` is our way to register an element once. */
export function ownDefine() {
  return {
    name: 'own-define',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, element] = node.arguments;
      if (!tag || !element || !ts.isStringLiteral(tag) || !ts.isIdentifier(element)) return;
      const found = moduleDoc.declarations.find(({ name }) => name === element.text);
      if (found) Object.assign(found, { tagName: tag.text, customElement: true });
      moduleDoc.exports.push({
        kind: 'custom-element-definition',
        name: tag.text,
        declaration: { name: element.text, module: moduleDoc.path },
      });
    },
  };
}

/** The analyzer also guesses from each `dispatchEvent(new SomeEvent(value))`, and gets the name wrong: ours come from `@fires`. */
export function documentedEvents() {
  return {
    name: 'documented-events',
    packageLinkPhase({ customElementsManifest }) {
      for (const declaration of customElementsManifest.modules.flatMap(({ declarations }) => declarations ?? []))
        if (declaration.events) declaration.events = declaration.events.filter(({ description }) => description);
    },
  };
}
