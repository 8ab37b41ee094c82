package judge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells the report of each test. Names are `class > method`, and what the method is run with after it. */
final class Listener implements TestExecutionListener {
  private final Report report;
  private final Map<String, Long> starts = new ConcurrentHashMap<>();
  private TestPlan plan;

  Listener(Report report) {
    this.report = report;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    starts.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (test.isTest()) report.test(nameOf(test), "skipped", 0, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    double ms = (System.nanoTime() - starts.get(test.getUniqueId())) / 1e6;
    String message = result.getThrowable().map(Listener::textOf).orElse(null);
    if (test.isTest()) report.test(nameOf(test), statusOf(result), ms, message);
    else if (message != null) report.problem(message);
  }

  private static String statusOf(TestExecutionResult result) {
    return switch (result.getStatus()) {
      case SUCCESSFUL -> "passed";
      case ABORTED -> "skipped";
      case FAILED -> "failed";
    };
  }

  private String nameOf(TestIdentifier test) {
    Deque<String> names = new ArrayDeque<>();
    for (var at = test; at != null && at.getParentIdObject().isPresent(); at = plan.getParent(at).orElse(null)) names.addFirst(at.getDisplayName());
    return String.join(" > ", names);
  }

  /** The message and the lines of the solution and its tests. A solution's exception may throw in its own `getMessage`. */
  private static String textOf(Throwable error) {
    StringBuilder text = new StringBuilder();
    try {
      text.append(error);
      for (StackTraceElement at : error.getStackTrace()) {
        if (at.getClassName().matches("(org\\.junit|java|jdk|judge)\\..*")) continue;
        text.append("\n    at ").append(at.getFileName()).append(':').append(at.getLineNumber());
      }
    } catch (Throwable worse) {
      text.append(error.getClass().getName());
    }
    return text.toString();
  }
}
