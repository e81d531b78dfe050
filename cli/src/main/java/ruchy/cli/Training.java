package ruchy.cli;

import java.util.List;

/// What the ahead-of-time cache is trained on. The build runs these command lines in one JVM and
/// keeps, in the cache, the classes they load, linked and initialised as far as the JVM allows; so
/// what stands here is what starts fast.
///
/// Always ordered so that a command that ends the process comes last.
final class Training {
  private static final List<List<String>> COMMANDS = List.of(List.of("--version"));

  private Training() {}

  public static void main(String[] args) {
    for (var command : COMMANDS) {
      var status = Ruchyc.execute(command.toArray(String[]::new));
      if (status != 0) throw new IllegalStateException(command + " ended with status " + status);
    }
  }
}
