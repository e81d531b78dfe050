package ruchy.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Continues a program on a newer Java: same arguments, same options, same standard streams, same
/// exit status; signals are passed on.
///
/// The thread that called `main` waits for the other process; signals arrive on the JVM's own
/// threads.
final class Relaunch {
  /// Set in the second process, so that a folder with a wrong version does not start processes
  /// without end.
  private static final String MARK = "ruchy.relaunched";

  /// Set to anything, the program continues without a word.
  private static final String QUIET = "RUCHY_QUIET";

  private Relaunch() {}

  /// Runs the program elsewhere and returns its exit status; 2 if there is nowhere to run it.
  static int run(String[] args) throws IOException, InterruptedException {
    String jar = System.getProperty("java.class.path");
    String here = System.getProperty("java.specification.version");
    String unusable = JavaHome.unusable(System.getenv());
    if (unusable != null) {
      System.err.println(
          "RUCHY_JAVA_HOME is "
              + unusable
              + ", which is not Java "
              + Launcher.NEEDED
              + " or newer");
      return 2;
    }
    JavaHome home = System.getProperty(MARK) == null ? newEnough() : null;
    if (home == null) {
      System.err.println(
          jar
              + " needs Java "
              + Launcher.NEEDED
              + " or newer, and this is Java "
              + here
              + ": install one, or name its folder in RUCHY_JAVA_HOME.");
      return 2;
    }
    if (System.getenv(QUIET) == null) {
      System.err.println(
          "Java "
              + here
              + " is too old for "
              + jar
              + ", continuing with Java "
              + home.version
              + " from "
              + home.folder);
    }
    Signals signals = Signals.caught();
    Process process = new ProcessBuilder(command(home, jar, args)).inheritIO().start();
    signals.passTo(process);
    return process.waitFor();
  }

  private static @Nullable JavaHome newEnough() {
    Map<String, String> environment = System.getenv();
    Path userHome = Paths.get(System.getProperty("user.home"));
    return JavaHome.find(environment, JavaHome.installed(environment, userHome));
  }

  private static List<String> command(JavaHome home, String classPath, String[] args) {
    List<String> command = new ArrayList<>();
    command.add(home.executable().toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (isPassedOn(option)) command.add(option);
    }
    // An option of an old Java may be gone in a new one; it was never about this program.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("-D" + MARK + "=true");
    if (new File(classPath).isFile()) {
      command.add("-jar");
      command.add(classPath);
    } else {
      command.add("-classpath");
      command.add(classPath);
      command.add(Launcher.class.getName());
    }
    for (String arg : args) {
      command.add(arg);
    }
    return command;
  }

  /// Properties, memory and other options of the JVM. A debugger's are not: the first process holds
  /// its port.
  private static boolean isPassedOn(String option) {
    if (option.startsWith("-Xrun") || option.equals("-Xdebug")) return false;
    return option.startsWith("-D")
        || option.startsWith("-X")
        || option.startsWith("-ea")
        || option.startsWith("-da")
        || option.startsWith("--add-")
        || option.startsWith("--enable-");
  }
}
