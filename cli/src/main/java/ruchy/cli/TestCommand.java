package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.emit.Classes;

/// `ruchyc test [PATH]`: runs the tests of all files under a path (L 20.4).
///
/// @param filter null for all tests; else those whose name contains it
/// @param parallel several at a time
/// @param limitMillis how long a test may take with the top level of its file; 0 is no limit
record TestCommand(
    String path,
    List<String> preludes,
    @Nullable String filter,
    boolean verbose,
    boolean parallel,
    long limitMillis,
    TestReport.Format format)
    implements Command {

  /// A file and the results of those of its tests that were chosen, some of which may still run.
  private record Started(TestFile file, List<Future<TestResult>> results) {}

  @Override
  public int perform(Terminal terminal) {
    long start = System.nanoTime();
    var report = format.report(terminal, verbose);
    var files = TestFile.under(path);
    var summary = new TestSummary();
    try (var workers = workers()) {
      var started = new ArrayList<Started>();
      for (String name : files) {
        started.add(start(TestFile.compile(name, preludes), workers));
        // One after the other, so that results are told as soon as they are known.
        if (!parallel) tell(started.removeLast(), summary, report);
      }
      for (Started each : started) tell(each, summary, report);
    }
    summary.end((System.nanoTime() - start) / 1e9);
    report.end(summary);
    if (filter != null && summary.results().isEmpty()) {
      terminal.complain("error: no test has a name that contains " + filter);
    }
    return summary.isSuccess() ? Status.OK : Status.FAILED;
  }

  private TestWorkers workers() {
    return parallel ? TestWorkers.many(limitMillis) : TestWorkers.one(limitMillis);
  }

  private Started start(TestFile file, TestWorkers workers) {
    var results = new ArrayList<Future<TestResult>>();
    var classes = file.compilation().classes();
    if (classes != null) {
      for (Classes.Test test : file.tests()) {
        if (filter != null && !test.name().contains(filter)) continue;
        results.add(
            test.isIgnored()
                ? CompletableFuture.completedFuture(TestResult.ignored(file, test))
                : workers.start(file, classes, test));
      }
    }
    return new Started(file, results);
  }

  private static void tell(Started started, TestSummary summary, TestReport report) {
    var file = started.file();
    summary.add(file);
    if (file.compilation().classes() == null) {
      report.notCompiled(file);
    } else {
      report.warned(file);
      if (file.tests().isEmpty()) report.withoutTests(file);
    }
    for (Future<TestResult> each : started.results()) {
      var result = await(each);
      summary.add(result);
      report.tested(result);
    }
  }

  private static TestResult await(Future<TestResult> result) {
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("A test was not run", failure.getCause());
    } catch (InterruptedException nobodyDoesThat) {
      throw new IllegalStateException(nobodyDoesThat);
    }
  }
}
