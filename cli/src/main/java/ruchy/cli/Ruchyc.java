package ruchy.cli;

/// The command `ruchyc`.
public final class Ruchyc {
  private static final int OK = 0;
  private static final int WRONG_USAGE = 2;

  private Ruchyc() {}

  /// Runs one command line and leaves the process with its exit status.
  ///
  /// Never by `System.exit`: before it ends the process it looks for a logger, in every jar of the
  /// class path, which takes longer than a short command itself.
  public static void main(String[] args) {
    var status = execute(args);
    if (status == OK) return;
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /// Runs one command line.
  ///
  /// @return the exit status: 0 when all went well, 2 for a command line that means nothing
  static int execute(String... args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println("ruchyc " + version());
      return OK;
    }
    System.err.println("usage: ruchyc --version");
    return WRONG_USAGE;
  }

  /// The version of the jar that this class came from; classes outside of a jar have none.
  private static String version() {
    var version = Ruchyc.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
