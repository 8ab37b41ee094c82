package judge;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs JUnit 5 tests and reports each, signed. {@code server/runtimes/README.md} says what that proves. Whatever signs is held by local
 * variables alone: Java has no way to another method's.
 */
public final class Judge {
  private Judge() {}

  public static void main(String[] arguments) throws Exception {
    Runtime runtime = Runtime.getRuntime();
    InputStream input = new FileInputStream(FileDescriptor.in);
    Report report = new Report(arguments[0], line(input));
    Map<String, String> tests = take(new String(line(input), StandardCharsets.UTF_8));
    input.close();
    try {
      Compiled compiled = new Compiled(tests);
      launcher().execute(request(compiled), new Listener(report));
    } catch (Compiled.Failed failed) {
      System.err.println(failed.getMessage());
      report.problem(failed.getMessage());
    } catch (LinkageError failed) {
      report.problem(failed.toString());
    }
    report.end();
    System.out.flush();
    System.err.flush();
    runtime.halt(0);
  }

  /** Nothing that a solution could leave lying about, such as a service or a property, adds itself. */
  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build());
  }

  private static LauncherDiscoveryRequest request(Compiled compiled) {
    LauncherDiscoveryRequestBuilder builder = LauncherDiscoveryRequestBuilder.request().enableImplicitConfigurationParameters(false);
    // The nested ones are found through their own.
    for (Class<?> test : compiled.tests) if (test.getEnclosingClass() == null) builder.selectors(selectClass(test));
    return builder.build();
  }

  /** The tests leave the workspace before the solution can look for them. */
  private static Map<String, String> take(String json) throws IOException {
    Map<String, String> tests = new LinkedHashMap<>();
    Matcher word = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    while (word.find()) tests.put(word.group(1), Files.readString(Path.of(word.group(1))));
    for (String path : tests.keySet()) Files.delete(Path.of(path));
    return tests;
  }

  private static byte[] line(InputStream input) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = input.read(); next != -1 && next != '\n'; next = input.read()) text.write(next);
    return text.toByteArray();
  }
}
