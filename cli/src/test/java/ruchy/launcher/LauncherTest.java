package ruchy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.pack.JarPacker;
import ruchy.compiler.pack.Part;

/// A packed jar under the Java of the tests, and under an older one where the machine has one.
@Timeout(120)
final class LauncherTest {
  /// What stands in front of the jar.
  enum Front {
    THIS,
    OLDER;

    /// The program `java`; the test is not run where there is none.
    String java() throws IOException {
      if (this == THIS) return Javas.THIS.resolve("bin/java").toString();
      return Javas.older()
          .orElseThrow(() -> new TestAbortedException("this machine has no Java older than 25"))
          .resolve("bin/java")
          .toString();
    }

    /// How many lines the launcher itself says.
    int lines() {
      return this == THIS ? 0 : 1;
    }
  }

  @TempDir private Path folder;
  private Path jar = Path.of("");

  @BeforeEach
  void folder_with_a_space() throws IOException {
    jar = Files.createDirectory(folder.resolve("a folder")).resolve("the app.jar");
  }

  @ParameterizedTest
  @EnumSource
  void arguments_streams_and_status_are_those_of_the_program(Front front) throws Exception {
    pack(
        """
        System.out.println(String.join("|", args));
        System.out.println(System.getProperty("ruchy.program"));
        System.out.println(System.getProperty("mine") + " " + Runtime.version().feature());
        System.out.write(System.in.readAllBytes());
        System.out.flush();
        System.err.println("to the error stream");
        System.exit(7);
        """);
    var input = Files.writeString(folder.resolve("input"), "from input\n");
    var process =
        start(
            folder.resolve("a folder"),
            input,
            List.of(front.java(), "-Dmine=a b", "-jar", "the app.jar", "-x", "", "two words", "*"));
    assertEquals(7, status(process));
    assertEquals("-x||two words|*\nthe app.jar\na b 25\nfrom input\n", output());
    var said = errors();
    assertEquals(front.lines() + 1, said.size(), said.toString());
    assertEquals("to the error stream", said.getLast());
    if (front == Front.OLDER) {
      assertTrue(said.getFirst().contains("too old for the app.jar"), said.getFirst());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_said_on_demand(Front front) throws Exception {
    pack("System.out.println(args.length);");
    var builder = builder(folder, null, List.of(front.java(), "-jar", jar.toString()));
    builder.environment().put("RUCHY_QUIET", "1");
    assertEquals(0, status(builder.start()));
    assertEquals("0\n", output());
    assertEquals(List.of(), errors());
  }

  @Test
  void a_java_home_that_does_not_do_is_refused() throws Exception {
    pack("System.out.println(args.length);");
    var builder = builder(folder, null, List.of(Front.OLDER.java(), "-jar", jar.toString()));
    builder.environment().put("RUCHY_JAVA_HOME", "/nowhere");
    assertEquals(2, status(builder.start()));
    assertEquals(List.of("RUCHY_JAVA_HOME is /nowhere, which is not Java 25 or newer"), errors());
  }

  @ParameterizedTest
  @EnumSource
  void an_error_of_the_program_is_its_own_affair(Front front) throws Exception {
    pack("throw new IllegalStateException(\"oh\");");
    var process = start(folder, null, List.of(front.java(), "-jar", jar.toString()));
    assertEquals(1, status(process));
    assertEquals("", output());
    assertTrue(errors().get(front.lines()).contains("IllegalStateException: oh"));
  }

  @ParameterizedTest
  @EnumSource
  void sigterm_reaches_the_program_and_its_end_is_the_end(Front front) throws Exception {
    pack(
        """
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
        System.out.println("ready");
        new java.util.concurrent.CountDownLatch(1).await();
        """);
    assertEquals(143, statusAfterSignal("TERM", front));
    assertEquals("ready\nbye\n", output());
  }

  @ParameterizedTest
  @EnumSource
  void a_program_that_ends_well_after_sigterm_has_ended_well(Front front) throws Exception {
    pack(
        """
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> System.exit(0));
        System.out.println("ready");
        new java.util.concurrent.CountDownLatch(1).await();
        """);
    assertEquals(0, statusAfterSignal("TERM", front));
  }

  @ParameterizedTest
  @EnumSource
  void sigint_reaches_the_program_once(Front front) throws Exception {
    pack(
        """
        var count = new java.util.concurrent.atomic.AtomicInteger();
        sun.misc.Signal.handle(
            new sun.misc.Signal("INT"),
            signal -> { System.out.println("INT " + count.incrementAndGet()); System.exit(130); });
        System.out.println("ready");
        new java.util.concurrent.CountDownLatch(1).await();
        """);
    assertEquals(130, statusAfterSignal("INT", front));
    assertEquals("ready\nINT 1\n", output());
  }

  @Test
  void without_a_new_java_one_sentence_says_what_is_needed() throws Exception {
    pack("System.out.println(\"never\");");
    // The mark of the second process: the Java that was found is still too old.
    var command = List.of(Front.OLDER.java(), "-Druchy.relaunched=true", "-jar", jar.toString());
    assertEquals(2, status(start(folder, null, command)));
    assertEquals("", output());
    var said = errors();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.getFirst().contains("needs Java 25 or newer"), said.getFirst());
  }

  private int statusAfterSignal(String signal, Front front) throws Exception {
    var process = start(folder, null, List.of(front.java(), "-jar", jar.toString()));
    while (!output().startsWith("ready") && process.isAlive()) Thread.onSpinWait();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    return status(process);
  }

  private Process start(Path directory, @Nullable Path input, List<String> command)
      throws IOException {
    return builder(directory, input, command).start();
  }

  private ProcessBuilder builder(Path directory, @Nullable Path input, List<String> command) {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    // The newer Java is the one of these tests, wherever else there are some.
    builder.environment().put("RUCHY_JAVA_HOME", Javas.THIS.toString());
    builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
    if (input != null) builder.redirectInput(input.toFile());
    return builder;
  }

  private static int status(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end");
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  private List<String> errors() throws IOException {
    return Files.readAllLines(folder.resolve("err"));
  }

  /// Packs a main class with these statements, and the launcher.
  private void pack(String statements) throws IOException {
    var source =
        Files.createDirectories(folder.resolve("source/ruchy/program")).resolve("Main.java");
    Files.writeString(
        source,
        "package ruchy.program; public class Main {"
            + " public static void main(String[] args) throws Exception {\n%s} }"
                .formatted(statements));
    var classes = folder.resolve("classes");
    var said = new ByteArrayOutputStream();
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, "-d", classes.toString(), source.toString());
    assertEquals(0, compiled, () -> said.toString(UTF_8));
    var program = new TreeMap<String, byte[]>();
    try (var files = Files.list(classes.resolve("ruchy/program"))) {
      for (Path file : files.toList()) {
        var name = file.getFileName().toString().replace(".class", "");
        program.put("ruchy/program/" + name, Files.readAllBytes(file));
      }
    }
    var launcher = new TreeMap<String, byte[]>();
    for (var name : List.of("Launcher", "JavaHome", "Relaunch", "Signals")) {
      try (InputStream content = Launcher.class.getResourceAsStream(name + ".class")) {
        assertNotNull(content, name);
        launcher.put("ruchy/launcher/" + name + ".class", content.readAllBytes());
      }
    }
    try (var out = Files.newOutputStream(jar)) {
      JarPacker.pack(
          new Classes(program, JarPacker.MAIN_CLASS, Set.of(), List.of()),
          List.of(Part.ofFiles(launcher)),
          out);
    }
  }
}
