package ruchy.launcher;

/// The `Main-Class` of a built jar. It is compiled for Java 8, so that whatever `java` stands first
/// on a machine can at least load it: on a Java that runs Ruchy programs it calls the program, on
/// an older one it looks for a newer one and continues there.
///
/// On the usual way it loads no other class of this package and uses no reflection.
public final class Launcher {
  /// The oldest Java that runs compiled programs.
  static final int NEEDED = 25;

  private Launcher() {}

  /// Starts the program of this jar; the property `ruchy.program` tells it its own name (L 13.5),
  /// the path of the jar.
  public static void main(String[] args) throws Exception {
    if (feature(System.getProperty("java.specification.version")) < NEEDED) {
      System.exit(Relaunch.run(args));
    }
    System.setProperty("ruchy.program", System.getProperty("java.class.path"));
    ruchy.program.Main.main(args);
  }

  /// The feature number of a Java version: 8 of `1.8.0_402`, 25 of `25.0.3` and of `25-ea`; 0 if it
  /// is none.
  static int feature(String version) {
    String rest = version.startsWith("1.") ? version.substring(2) : version;
    int feature = 0;
    for (int i = 0; i < rest.length() && i < 4 && Character.isDigit(rest.charAt(i)); i++) {
      feature = feature * 10 + (rest.charAt(i) - '0');
    }
    return feature;
  }
}
