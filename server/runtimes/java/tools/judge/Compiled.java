package judge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A solution and its tests, compiled in memory: there is no file that the solution could exchange. */
final class Compiled extends ClassLoader {
  /** Thrown with what the compiler said. */
  static final class Failed extends Exception {
    Failed(String said) {
      super(said);
    }
  }

  /** The classes that come from the tests' files. */
  final List<Class<?>> tests = new ArrayList<>();

  /** {@code tests} is source by path. All classes are defined at once, so that nothing is left to be put in their place. */
  Compiled(Map<String, String> tests) throws IOException, ReflectiveOperationException, Failed {
    super(Compiled.class.getClassLoader());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    Map<String, Output> outputs = new LinkedHashMap<>();
    StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.ENGLISH, StandardCharsets.UTF_8);
    List<JavaFileObject> sources = new ArrayList<>();
    tests.forEach((path, text) -> sources.add(new Source(path, text)));
    try (Stream<Path> all = Files.walk(Path.of(""))) {
      List<Path> paths = all.filter(path -> path.toString().endsWith(".java") && Files.isRegularFile(path)).toList();
      files.getJavaFileObjectsFromPaths(paths).forEach(sources::add);
    }
    List<String> options = List.of("-proc:none", "-g", "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, new Memory(files, outputs), said, options, null, sources).call()) {
      StringBuilder text = new StringBuilder();
      said.getDiagnostics().forEach(one -> text.append(one).append('\n'));
      throw new Failed(text.toString());
    }
    define(outputs);
  }

  private void define(Map<String, Output> outputs) throws ReflectiveOperationException {
    List<Class<?>> found = new ArrayList<>();
    List<String> waiting = new ArrayList<>(outputs.keySet());
    pending = outputs;
    for (String name : waiting) {
      Class<?> defined = loadClass(name);
      if (defined.getClassLoader() == this && outputs.get(name).isTest) found.add(defined);
    }
    pending = null;
    tests.addAll(found);
  }

  /** Null from the moment on at which code of the solution can run: defining a class runs nothing of it. */
  private Map<String, Output> pending;

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Output output = pending == null ? null : pending.get(name);
    if (output == null) throw new ClassNotFoundException(name);
    byte[] bytes = output.bytes.toByteArray();
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Source(String path, String text) {
      super(URI.create("string:///" + path.replace(" ", "%20")), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }

    @Override
    public String getName() {
      return path;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final boolean isTest;

    Output(String name, boolean isTest) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
      this.isTest = isTest;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Output> outputs;

    Memory(JavaFileManager files, Map<String, Output> outputs) {
      super(files);
      this.outputs = outputs;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      Output output = new Output(name, sibling instanceof Source);
      outputs.put(name, output);
      return output;
    }
  }
}
