/** Tests, and solutions to them that try to look right. */
export const jsTests = {
  'sum.spec.js': `import { describe, expect, test } from '@jest/globals';
import { sum } from './sum.js';
describe('sum', () => {
  test('adds', () => { expect(sum(1, 2)).toBe(3); });
  test('adds lists', () => { expect(sum([1, 2], [3])).toEqual([1, 2, 3]); });
  test('refuses text', () => { expect(() => sum('a', 1)).toThrow(TypeError); });
});`,
  'more.spec.js': `import { expect, test } from '@jest/globals';
import { sum } from './sum.js';
test('adds more', () => { expect(sum(40, 2)).toEqual(42); });`,
};
export const jsNames = ['sum > adds', 'sum > adds lists', 'sum > refuses text', 'adds more'];

/** Each would be worth a perfect score to a runner that believes what it is told. */
export const jsTricks: Record<string, string> = {
  'leaving with success': `export const sum = () => process.exit(0);`,
  'leaving while the tests load': `process.exit(0); export const sum = () => 3;`,
  'printing TAP and JSON': `console.log('TAP version 13\\nok 1 - adds\\n1..1\\n' + JSON.stringify({ numPassedTests: 4, success: true })); export const sum = () => 0;`,
  'writing a report of its own': `import fs from 'node:fs';
    const path = process.argv.find((word) => word.includes('report')) ?? '/run/report';
    const line = (value) => 'f'.repeat(64) + ' ' + JSON.stringify(value) + '\\n';
    const lines = ${JSON.stringify(jsNames)}.map((name, i) => line({ n: i + 1, name, status: 'passed', ms: 1 })).join('') + line({ n: 5, end: true });
    try { fs.appendFileSync(path, lines); } catch {}
    for (let fd = 3; fd < 40; fd++) try { fs.writeSync(fd, lines); } catch {}
    export const sum = () => 0;`,
  'replaying lines of the report': `import fs from 'node:fs';
    const path = process.argv.find((word) => word.includes('report')) ?? '';
    export const sum = () => { try { const seen = fs.readFileSync(path); fs.appendFileSync(path, seen); } catch {} return 3; };`,
  'replacing Object.is and friends': `const yes = () => true;
    for (const [owner, name] of [[Object, 'is'], [Array.prototype, 'every'], [Object, 'keys'], [Number, 'isNaN'], [JSON, 'stringify'], [Reflect, 'get']]) {
      try { owner[name] = yes; } catch {} }
    try { globalThis.Object = yes; } catch {}
    export const sum = () => 0;`,
  'replacing them by definition': `for (const [owner, key] of [[Object, 'is'], [Object.prototype, 'toString'], [Array, 'isArray']]) {
      try { Object.defineProperty(owner, key, { value: () => true }); } catch {} }
    export const sum = () => 0;`,
  'replacing the iterators': `const own = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () { return own.call([]); }; export const sum = () => 0;`,
  'replacing promises': `const then = Promise.prototype.then;
    try { Promise.prototype.then = function (ok) { return then.call(this, ok, ok); }; } catch {} export const sum = () => 0;`,
  'taking expect from the jest packages': `import { expect } from '@jest/globals'; expect.extend({ toBe: () => ({ pass: true }) }); export const sum = () => 0;`,
  'taking expect from global places': `const symbol = Object.getOwnPropertySymbols(globalThis).find((one) => String(one).includes('jest'));
    for (const matchers of [globalThis[Symbol.for('$$jest-matchers-object')], symbol && globalThis[symbol]]) {
      if (matchers) for (const name of Object.keys(matchers.matchers)) matchers.matchers[name] = () => ({ pass: true }); }
    globalThis.expect = () => new Proxy(() => {}, { get: () => () => {} });
    export const sum = () => 0;`,
  'posing as the test file': `import { createRequire, Module } from 'node:module';
    for (const name of ['@jest/globals', 'expect']) { try {
      const { expect } = createRequire('/workspace/sum.spec.js')(name); expect.extend({ toBe: () => ({ pass: true, message: () => '' }), toEqual: () => ({ pass: true, message: () => '' }) });
    } catch {} }
    export const sum = () => 0;`,
  'an asymmetric matcher for an answer': `export const sum = () => ({ $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => true });`,
  'hooking the loading of the next test file': `import * as m from 'node:module';
    try { m.registerHooks({ load: (url, context, next) => url.includes('more.spec') ? { format: 'module', shortCircuit: true, source: '' } : next(url, context) }); } catch {}
    export const sum = () => 0;`,
  'rewriting the test files': `import fs from 'node:fs';
    for (const name of ['sum.spec.js', 'more.spec.js']) fs.writeFileSync('/workspace/' + name, "test('x', () => {})"); export const sum = () => 0;`,
  'reading the nonce': `import fs from 'node:fs';
    let nonce = ''; for (const path of ['/dev/stdin', '/proc/self/fd/0', '/proc/self/mem', '/proc/self/environ']) { try { nonce += fs.readFileSync(path, 'latin1'); } catch {} }
    try { const v8 = await import('node:v8'); nonce += v8.getHeapSnapshot().read(); } catch {}
    try { const { Session } = await import('node:inspector'); const session = new Session(); session.connect(); nonce += 'inspector'; } catch {}
    if (nonce.length > 0) console.log('GOT', nonce.length);
    export const sum = () => 0;`,
  'patching crypto and fs': `import fs from 'node:fs'; import crypto from 'node:crypto'; import { syncBuiltinESMExports } from 'node:module';
    const write = fs.writeSync; fs.writeSync = (fd, text, ...rest) => write(fd, String(text).replaceAll('failed', 'passed'), ...rest);
    const hash = crypto.hash; crypto.hash = (name, data, ...rest) => hash(name, data, ...rest);
    try { JSON.stringify = new Proxy(JSON.stringify, { apply: (f, self, [value]) => Reflect.apply(f, self, [{ ...value, status: 'passed' }]) }); } catch {}
    syncBuiltinESMExports(); export const sum = () => 0;`,
  'speaking for every object': `for (const [key, value] of Object.entries({
      toJSON() { return { ...this, status: 'passed' }; },
      then(resolve) { resolve('thrown' in this ? null : this); },
      get(target, key) { if (key === 'any' || key === 'extend') target.extend?.({ toEqual: () => ({ pass: true, message: () => '' }) }); return Reflect.get(target, key); },
    })) { try { Object.defineProperty(Object.prototype, key, { value, configurable: true }); } catch {} }
    export const sum = () => 0;`,
  'standing in for the items of arrays': `for (const owner of [Array.prototype, Object.prototype]) {
      try { Object.defineProperty(owner, '0', { get: () => 'none', set() {}, configurable: true }); } catch {} }
    export const sum = (a) => (Array.isArray(a) ? [9, 9, 9] : { value: 9 });`,
  'a second harness': `try { await import('/opt/runtime/dist/harness.mjs?again'); } catch {} export const sum = () => 0;`,
};

export const pyTests = {
  'total_test.py': `import unittest
from total import total

class TotalTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(total([1, 2]), 3)

    def test_nested(self):
        self.assertEqual(total([[1], [2]]), [1, 2])

    def test_refuses_text(self):
        with self.assertRaises(TypeError):
            total("text")
`,
};
export const pyNames = ['TotalTest > test_adds', 'TotalTest > test_nested', 'TotalTest > test_refuses_text'];

export const pyTricks: Record<string, string> = {
  'leaving with success': `import os, sys\ndef total(items):\n    os._exit(0)`,
  'leaving while the tests load': `import sys\nsys.exit(0)`,
  'printing a report': `print("OK\\nRan 3 tests in 0.001s\\n<testsuite tests='3' failures='0'/>")\ndef total(items):\n    return 0`,
  'patching unittest': `import unittest
for name in [name for name in dir(unittest.TestCase) if name.startswith("assert")]:
    setattr(unittest.TestCase, name, lambda *args, **options: __import__("contextlib").nullcontext())
unittest.TestCase.run = lambda self, result=None: result
unittest.TestResult.addFailure = unittest.TestResult.addError = lambda *args: None
def total(items):
    return 0`,
  'an answer that equals everything': `class Yes:
    __hash__ = None
    def __eq__(self, other): return True
    def __ne__(self, other): return False
def total(items):
    return Yes()`,
  'a list of such answers': `class Yes(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = int.__hash__
def total(items):
    return [Yes(7), Yes(7)] if isinstance(items[0], list) else Yes(7)`,
  'walking up the frames': `import sys, inspect, logging
def total(items):
    for find in (lambda: sys._getframe(1), inspect.currentframe, logging.currentframe):
        try:
            frame = find()
        except RuntimeError:
            continue
        while frame is not None:
            for value in list(frame.f_locals.values()):
                if callable(value) and getattr(value, "__name__", "") == "report":
                    print("GOT")
            frame = frame.f_back
    return 0`,
  'walking up a traceback': `import sys, traceback
def total(items):
    try:
        1 / 0
    except ZeroDivisionError as error:
        for find in (lambda: error.__traceback__.tb_frame, lambda: next(traceback.walk_tb(error.__traceback__))[0], lambda: next(traceback.walk_stack(None))[0]):
            try:
                if find() is not None:
                    print("GOT")
            except RuntimeError:
                pass
    return 0`,
  'searching the memory': `import gc
def total(items):
    try:
        for thing in gc.get_objects():
            if getattr(thing, "__name__", "") == "report":
                print("GOT")
    except RuntimeError:
        pass
    for path in ("/proc/self/mem", "/dev/stdin", "/proc/self/environ"):
        try:
            if open(path, "rb").read(10):
                print("GOT")
        except OSError:
            pass
    return 0`,
  'patching builtins and json': `import builtins, json, hashlib, os
builtins.isinstance = lambda *args: True
builtins.issubclass = lambda *args: True
json.dumps = lambda *args, **options: '{"status":"passed"}'
hashlib.sha256 = lambda *args: None
os.write = lambda fd, data: len(data)
def total(items):
    raise KeyError("not this one")`,
  'writing to every descriptor': `import os
def total(items):
    for fd in range(3, 40):
        try:
            os.write(fd, b"f" * 64 + b' {"n":1,"name":"TotalTest > test_adds","status":"passed","ms":1}\\n')
        except OSError:
            pass
    return 0`,
  'rewriting the tests': `open("/workspace/total_test.py", "w").write("import unittest")\nimport sys\nfor name in list(sys.modules):\n    if "test" in name:\n        del sys.modules[name]\ndef total(items):\n    return 0`,
  'reaching the judge by name': `import sys
for name in ("__main__", "judge", "judge.main", "judge.report", "total_test"):
    if vars(sys.modules.get(name, object())).get("report") if name in sys.modules else False:
        print("GOT")
def total(items):
    try:
        import judge.report
        print("GOT")
    except ImportError:
        pass
    return 0`,
};
