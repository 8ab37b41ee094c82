/** Who may import whom: docs/ARCHITECTURE.md. Each lane names what a folder may reach; everything else of ours is refused. */
const packages = ['protocol', 'recording', 'client', 'ui', 'workspace', 'replay', 'console', 'sdk'];
const lanes = {
  protocol: [],
  ui: [],
  recording: ['protocol'],
  client: ['protocol'],
  workspace: ['ui', 'client', 'recording', 'protocol'],
  replay: ['ui', 'client', 'recording', 'protocol'],
  console: ['replay', 'ui', 'client', 'protocol'],
  sdk: ['workspace', 'replay', 'client', 'ui'],
};
const serverLanes = [
  ['api', 'src/(services|policies|errors|ids|watch|api)', 'routes reach the world through services'],
  ['ats', 'src/(ats|services|errors|api/context|api/middleware)', 'an ATS speaks its own words over the same services'],
  ['policies', 'src/(policies|services/scope|errors)', 'a policy is pure'],
  ['services', 'src/(services|db|jobs/queue|errors|ids)', 'a service never sees a provider or a route'],
  ['providers', 'src/(providers|services/[a-z]+/port|errors|watch)', 'a provider only knows its port'],
  ['db', 'src/(db|errors|ids)', 'tables know no services'],
  ['jobs', 'src/(jobs|services)', 'a job calls a service'],
];
const test = '\\.test\\.ts$|/test/|/testing/';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: test }, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    ...packages.map((name) => ({
      name: `lane-${name}`,
      severity: 'error',
      from: { path: `^packages/${name}/src`, pathNot: test },
      to: { path: `^(packages|server)/`, pathNot: [`^packages/${name}/`, ...lanes[name].map((lane) => `^packages/${lane}/`)] },
    })),
    ...serverLanes.map(([name, allowed, comment]) => ({
      name: `lane-server-${name}`,
      comment,
      severity: 'error',
      from: { path: `^server/src/${name}/`, pathNot: test },
      to: { path: '^server/src', pathNot: `^server/${allowed}` },
    })),
    {
      name: 'server-packages',
      severity: 'error',
      from: { path: '^server/src' },
      to: { path: '^packages/', pathNot: '^packages/(protocol|recording)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/(?!index)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
