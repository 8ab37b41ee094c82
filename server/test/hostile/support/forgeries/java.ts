import { junit, unsigned, type Forgeries } from './kind.js';

const expected = ['SumTest > adds()', 'SumTest > addsLists()'];
const tests = `import static org.junit.jupiter.api.Assertions.assertEquals;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
@TestMethodOrder(MethodOrderer.MethodName.class)
class SumTest {
  @Test void adds() { assertEquals(3, Sum.sum(1, 2)); }
  @Test void addsLists() { assertEquals(List.of(1, 2), Sum.joined(List.of(1), List.of(2))); }
}
`;

/** `inside` is of the class, `first` runs in its static initialiser, before anything else of it. */
const zero = ({ first = '', inside = '', sum = 'return 0;' }) => ({
  'Sum.java': `import java.util.List;
class Sum {
  static { try { ${first} } catch (Throwable refused) { System.out.println(refused); } }
  static int sum(int a, int b) { ${sum} }
  static List<Integer> joined(List<Integer> a, List<Integer> b) { return List.of(); }
  ${inside}
}
`,
});
const text = (value: string) => JSON.stringify(`${value}\n`);
const empty = tests.replaceAll(/assertEquals\(.*\);/g, '');

export const java: Forgeries = {
  runtime: 'java',
  tests: { 'SumTest.java': tests },
  expected,
  telling: 'SumTest > addsLists()',
  honest: {
    'Sum.java': `import java.util.List;
import java.util.stream.Stream;
class Sum {
  static int sum(int a, int b) { return a + b; }
  static List<Integer> joined(List<Integer> a, List<Integer> b) { return Stream.of(a, b).flatMap(List::stream).toList(); }
}
`,
  },
  wrong: zero({}),
  broken: zero({ sum: 'return a + c;' }),
  complaint: 'cannot find symbol',
  tricks: {
    'leaving with success from a method': zero({ sum: 'System.exit(0); return 3;' }),
    'halting from a static initialiser': zero({ first: 'Runtime.getRuntime().halt(0);' }),
    'printing JUnit XML': zero({ first: `System.out.print(${text(junit(expected))}); System.out.flush(); Runtime.getRuntime().halt(0);` }),
    'writing a report of its own': zero({
      first: `for (String path : new String[] { "/run/report", "/proc/self/fd/4", "/proc/self/fd/5" })
        try (var file = new java.io.FileOutputStream(path, true)) { file.write(${text(unsigned(expected))}.getBytes()); } catch (java.io.IOException closed) { continue; }
      Runtime.getRuntime().halt(0);`,
    }),
    'reading the nonce from the memory of the process': zero({
      first: `new java.io.RandomAccessFile("/proc/self/mem", "r").read(); System.out.println("GOT the memory");`,
    }),
    'reading memory by Unsafe': zero({
      first: `var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe"); field.setAccessible(true); field.get(null); System.out.println("GOT it");`,
    }),
    'a dump of the heap': zero({ first: `Class.forName("com.sun.management.HotSpotDiagnosticMXBean"); System.out.println("GOT it");` }),
    'opening the judge by reflection': zero({
      first: `for (String name : new String[] { "Judge", "Report", "Listener", "Compiled" })
        for (var field : Class.forName("judge." + name).getDeclaredFields()) {
          field.setAccessible(true);
          if (java.lang.reflect.Modifier.isStatic(field.getModifiers())) System.out.println("GOT " + field.get(null)); }
      var loader = Sum.class.getClassLoader(); var field = loader.getClass().getDeclaredField("pending"); field.setAccessible(true);
      if (field.get(loader) != null) System.out.println("GOT classes that are not defined yet");`,
    }),
    'a JUnit of its own': {
      ...zero({}),
      'org/junit/jupiter/api/Assertions.java':
        'package org.junit.jupiter.api; public class Assertions { public static void assertEquals(Object a, Object b) {} public static void assertEquals(int a, int b) {} }',
    },
    'bringing tests of its own': { ...zero({}), 'SumTest.java': empty, 'more/SumTest.java': empty },
    'settings of JUnit that leave tests out': {
      ...zero({ first: 'System.setProperty("junit.jupiter.extensions.autodetection.enabled", "true");' }),
      'junit-platform.properties': 'junit.jupiter.execution.dryRun.enabled=true\n',
    },
  },
};
