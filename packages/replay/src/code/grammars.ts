/** What a piece of code is, for its colour. */
export type TokenKind = 'comment' | 'string' | 'keyword' | 'number-literal' | 'tag';

/** Text from `open` to `close`, over as many lines as it takes. */
export interface Block {
  readonly open: string;
  readonly close: string;
  readonly kind: TokenKind;
}

/** As much of a language as its colours need. */
export interface Grammar {
  readonly blocks: readonly Block[];
  /** What makes the rest of the line a comment. */
  readonly comments: readonly string[];
  /** Quotes of strings that end with their line. */
  readonly quotes: string;
  readonly keywords: ReadonlySet<string>;
  /** Names in angle brackets are tags. */
  readonly tags?: boolean;
}

/** The grammar of one of the editor's languages; without colours for those that are none of ours. */
export const grammarOf = (language: string): Grammar => grammars.get(language) ?? plain;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const cComment: Block = { open: '/*', close: '*/', kind: 'comment' };
const template: Block = { open: '`', close: '`', kind: 'string' };

const plain: Grammar = { blocks: [], comments: [], quotes: '', keywords: new Set() };

const script =
  'abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let namespace never new null number object of override private protected public readonly return satisfies set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield';
const java =
  'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for if implements import instanceof int interface long native new null package permits private protected public record return sealed short static super switch synchronized this throw throws transient true try var void volatile while yield';
const cpp =
  'alignas auto bool break case catch char class concept const consteval constexpr continue decltype default delete do double else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept nullptr operator private protected public register requires return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while';
const go =
  'any bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if import int interface map nil package range return rune select string struct switch true type var';
const rust =
  'as async await bool break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static str struct super trait true type unsafe usize use where while';
const python =
  'False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try while with yield';
const ruby =
  'BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield';
const shell = 'case do done elif else esac exit export fi for function if in local readonly return set shift then trap unset until while';

const grammars = new Map<string, Grammar>([
  ['javascript', { blocks: [cComment, template], comments: ['//'], quotes: '\'"', keywords: words(script) }],
  ['typescript', { blocks: [cComment, template], comments: ['//'], quotes: '\'"', keywords: words(script) }],
  ['java', { blocks: [cComment, { open: '"""', close: '"""', kind: 'string' }], comments: ['//'], quotes: '\'"', keywords: words(java) }],
  ['cpp', { blocks: [cComment], comments: ['//', '#'], quotes: '\'"', keywords: words(cpp) }],
  ['go', { blocks: [cComment, template], comments: ['//'], quotes: '\'"', keywords: words(go) }],
  ['rust', { blocks: [cComment], comments: ['//'], quotes: '"', keywords: words(rust) }],
  [
    'python',
    {
      blocks: ['"""', "'''"].map((quote) => ({ open: quote, close: quote, kind: 'string' })),
      comments: ['#'],
      quotes: '\'"',
      keywords: words(python),
    },
  ],
  ['ruby', { blocks: [{ open: '=begin', close: '=end', kind: 'comment' }], comments: ['#'], quotes: '\'"`', keywords: words(ruby) }],
  ['shell', { blocks: [], comments: ['#'], quotes: '\'"`', keywords: words(shell) }],
  ['json', { blocks: [], comments: [], quotes: '"', keywords: words('true false null') }],
  ['yaml', { blocks: [], comments: ['#'], quotes: '\'"', keywords: words('true false null') }],
  ['css', { blocks: [cComment], comments: [], quotes: '\'"', keywords: words('@media @import @container @layer @supports !important') }],
  [
    'html',
    { blocks: [{ open: '<!--', close: '-->', kind: 'comment' }], comments: [], quotes: '"', keywords: new Set<string>(), tags: true },
  ],
  ['markdown', { blocks: [{ open: '```', close: '```', kind: 'string' }], comments: [], quotes: '`', keywords: new Set<string>() }],
]);
