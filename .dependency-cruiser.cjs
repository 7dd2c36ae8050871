// The layering of ARCHITECTURE.md as errors. A room lists what it may import; all else is forbidden.
const room = (name, from, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: from.path, ...(from.pathNot ? { pathNot: from.pathNot } : {}) },
  to: { pathNot: [...allowed, from.path].join('|') },
});
const lib = (...names) => `node_modules/(${names.join('|')})(/|$)`;
const node =
  '^(node:)?(fs|net|os|path|child_process|stream|events|crypto|util|url|tty|string_decoder|timers|module|readline|worker_threads|perf_hooks|buffer|assert|process|v8|vm)(/promises)?$';

// In the dashboard every folder is a feature but these, which all features stand on.
const sharedRooms = 'loop|kit|frame|tile|widgets';
const feature = `^src/dashboard/(?!(?:${sharedRooms})/)([^/]+)/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(term|pty)\\.js$' },
    },
    // A bundle holds its libraries; what is only there to build and test with has no place in one.
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^src' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: `node_modules/@types/|${lib('@agentclientprotocol/sdk', '@modelcontextprotocol/sdk', '@nats-io/nkeys', '@xterm/headless', 'blessed', 'blessed-contrib', 'diff', 'fastest-levenshtein', 'jsonc-parser', 'lowlight', 'marked', 'picomatch', 'rxjs', 'uuid', 'valibot', 'yargs', 'zod')}`,
      },
    },
    // Loaded before everything else, by each program of ours.
    room('loading', { path: '^src/loading/' }, [node]),
    room('system', { path: '^src/system/' }, [node]),
    room('podList', { path: '^src/podList/' }, []),
    room('cells', { path: '^src/cells/' }, []),
    room('protocol', { path: '^src/protocol/' }, [
      '^src/system/',
      lib('valibot'),
      '^(node:)?(stream|string_decoder|events|net|path|os|buffer)$',
    ]),
    room('client', { path: '^src/client/' }, [
      '^src/protocol/',
      '^src/store/(fileErrors|socketOwner)\\.ts$',
      lib('rxjs'),
      node,
    ]),
    // What a file says is a fact of the model: its types, and how a preview is cut.
    room('store', { path: '^src/store/' }, [
      '^src/system/',
      '^src/protocol/',
      '^src/loading/ownCacheDirectory\\.ts$',
      '^src/client/answers\\.ts$',
      '^src/podList/(podFacts|podId|previews)\\.ts$',
      node,
    ]),
    room('processes', { path: '^src/processes/' }, [
      '^src/system/',
      '^src/store/processIdentity\\.ts$',
      '^src/protocol/podHolder\\.ts$',
      node,
    ]),
    room('input', { path: '^src/input/' }, []),
    room('history', { path: '^src/history/' }, ['^src/cells/']),
    room('conversation', { path: '^src/conversation/' }, ['^src/cells/', lib('marked', 'diff', 'lowlight')]),
    room('streams', { path: '^src/streams/' }, [
      '^src/system/',
      '^src/client/',
      '^src/store/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      '^src/conversation/',
      lib('rxjs'),
      node,
    ]),
    room('foreign', { path: '^src/places/foreign/' }, [
      '^src/system/',
      '^src/store/(fileErrors|fileSignature|processIdentity)\\.ts$',
      '^src/streams/directoryWatches\\.ts$',
      '^src/protocol/lineDecoder\\.ts$',
      // What a text is sought with, in whatever keeps it.
      '^src/search/(searchPattern|searchTypes|textHits)\\.ts$',
      lib('rxjs'),
      node,
    ]),
    room('multiplexers', { path: '^src/places/multiplexers/' }, [
      '^src/system/',
      '^src/places/foreign/processFacts\\.ts$',
      '^src/processes/childGroup\\.ts$',
      node,
    ]),
    room('launch', { path: '^src/launch/' }, [
      '^src/processes/childGroup\\.ts$',
      '^src/store/',
      '^src/protocol/',
      node,
    ]),
    room('pod', { path: '^src/pod/' }, [
      '^src/system/',
      '^src/launch/',
      '^src/client/answers\\.ts$',
      '^src/processes/',
      '^src/store/',
      '^src/protocol/',
      '^src/cells/',
      lib('rxjs', '@lydell/node-pty', '@xterm/headless', '@agentclientprotocol/sdk', 'uuid'),
      node,
    ]),
    {
      name: 'terminal-and-agent-are-apart',
      severity: 'error',
      from: { path: '^src/pod/(terminal|agent)/' },
      to: { path: '^src/pod/(terminal|agent)/', pathNot: '^src/pod/$1/' },
    },
    {
      name: 'what-both-Pods-share-knows-neither',
      severity: 'error',
      from: { path: '^src/pod/[^/]+$', pathNot: '^src/pod/podMain\\.ts$' },
      to: { path: '^src/pod/(terminal|agent)/' },
    },
    // Who takes the terminal says what of it he needs; nothing of Pods is known here.
    room('terminal', { path: '^src/terminal/' }, ['^src/system/', '^src/cells/', '^src/store/fileErrors\\.ts$', node]),
    room('recording', { path: '^src/recording/' }, [
      '^src/pod/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      '^src/store/',
      '^src/history/',
      '^src/streams/screenRow\\.ts$',
      lib('@xterm/headless'),
      node,
    ]),
    room('search', { path: '^src/search/' }, [
      '^src/protocol/castEvent\\.ts$',
      '^src/store/(fileErrors|regularFile)\\.ts$',
      // Rows are drawn as wide as on the screen.
      '^src/cells/codePointWidth\\.ts$',
      node,
    ]),
    room('actions', { path: '^src/actions/' }, [
      '^src/system/',
      '^src/launch/',
      '^src/client/',
      '^src/processes/',
      '^src/store/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      '^src/terminal/',
      '^src/history/',
      '^src/input/',
      lib('rxjs'),
      node,
    ]),
    room('places-hosts', { path: '^src/places/hosts/' }, [
      '^src/hosts/',
      '^src/places/(place|refusingPlace)\\.ts$',
      '^src/streams/',
      '^src/actions/',
      '^src/client/',
      '^src/store/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      lib('rxjs'),
      node,
    ]),
    room('places', { path: '^src/places/', pathNot: '^src/places/(foreign|multiplexers|hosts)/' }, [
      '^src/streams/',
      '^src/actions/',
      '^src/client/',
      '^src/processes/childGroup\\.ts$',
      '^src/store/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      lib('rxjs'),
      node,
    ]),
    // The way to another machine: nobody loads it who has none in the configuration.
    room('hosts', { path: '^src/hosts/' }, [
      '^src/actions/actionFailure\\.ts$',
      '^src/client/dial\\.ts$',
      '^src/store/(fileErrors|regularFile|writeFileAtomically)\\.ts$',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      lib('rxjs', 'valibot'),
      node,
    ]),
    // The files of a fleet, as texts; the names that a server's rights are about are those of the transport.
    room('fleetSetup', { path: '^src/fleetSetup/' }, [
      '^src/hosts/nats/subjects\\.ts$',
      '^src/store/fileErrors\\.ts$',
      '^src/protocol/parsed\\.ts$',
      lib('valibot', '@nats-io/nkeys'),
      node,
    ]),
    room('serve', { path: '^src/serve/' }, [
      '^src/hosts/',
      '^src/places/(openPlaces|place)\\.ts$',
      '^src/config/',
      '^src/streams/',
      '^src/actions/',
      '^src/client/',
      '^src/store/',
      '^src/podList/',
      '^src/protocol/',
      '^src/cells/',
      lib('rxjs'),
      node,
    ]),
    {
      name: 'only-commands-open-hosts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(hosts|fleetSetup|serve|places/hosts|commands|demo)/' },
      to: { path: '^src/(hosts|serve|places/hosts)/' },
    },
    room('doctor', { path: '^src/doctor/' }, [
      '^src/system/',
      '^src/actions/',
      '^src/client/answers\\.ts$',
      '^src/config/',
      '^src/places/multiplexers/runProgram\\.ts$',
      '^src/podList/',
      '^src/protocol/',
      '^src/store/',
      node,
    ]),
    room('dashboard', { path: '^src/dashboard/', pathNot: '^src/dashboard/widgets/' }, [
      '^src/podList/',
      '^src/cells/',
      '^src/history/',
      '^src/input/',
      '^src/conversation/',
      lib('rxjs'),
    ]),
    {
      name: 'widgets-imports',
      severity: 'error',
      from: { path: '^src/dashboard/widgets/' },
      to: {
        pathNot: [
          '^src/dashboard/',
          '^src/input/',
          '^src/podList/',
          '^src/cells/',
          '^src/terminal/',
          lib('blessed', '@types/blessed', 'blessed-contrib', 'rxjs'),
          node,
        ].join('|'),
      },
    },
    {
      // What others may read of a feature: what it keeps (`…State`), and what can be asked of it (`…Selectors`).
      name: 'features-know-selectors-only',
      severity: 'error',
      from: { path: feature },
      to: { path: feature, pathNot: ['^src/dashboard/$1/', '(State|Selectors)\\.ts$'] },
    },
    {
      name: 'shared-rooms-know-selectors-only',
      severity: 'error',
      from: { path: `^src/dashboard/(${sharedRooms})/`, pathNot: '^src/dashboard/loop/(features|withHooks)\\.ts$' },
      to: { path: feature, pathNot: '(State|Selectors)\\.ts$' },
    },
    {
      name: 'registry-knows-features-only',
      severity: 'error',
      from: { path: '^src/dashboard/loop/(features|withHooks)\\.ts$' },
      to: { path: feature, pathNot: '(Feature|Hooks)\\.ts$' },
    },
    {
      // What a feature keeps is a value of its own, which the whole state is made of.
      name: 'feature-state-knows-no-state',
      severity: 'error',
      from: { path: `${feature}[^/]+State\\.ts$` },
      to: { path: '^src/dashboard/(loop/(?!featureTypes\\.ts$)|frame/|tile/)' },
    },
    {
      name: 'kit-knows-no-state',
      severity: 'error',
      from: { path: '^src/dashboard/kit/' },
      to: { path: '^src/dashboard/(?!kit/)' },
    },
    {
      name: 'only-widgets-know-blessed',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dashboard/widgets/' },
      to: { path: lib('blessed', '@types/blessed', 'blessed-contrib') },
    },
    // Only the script of the pages runs it: no program of ours holds it.
    room('manual', { path: '^src/manual/' }, [
      '^src/commands/line/(command|commonFields|usage)\\.ts$',
      '^src/dashboard/loop/(features|featureTypes|keymap|keyRow)\\.ts$',
      '^src/terminal/detachKey\\.ts$',
    ]),
    {
      name: 'nobody-imports-the-manual',
      severity: 'error',
      from: { pathNot: '^src/manual/' },
      to: { path: '^src/manual/' },
    },
    {
      name: 'nobody-imports-the-cli',
      severity: 'error',
      from: { pathNot: '^src/(cli\\.ts|commands/|manual/)' },
      to: { path: '^src/(cli\\.ts|commands/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.d.ts', '.json'],
    },
  },
};
