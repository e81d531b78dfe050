package ruchy.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ruchy.cli.RuchycProcess.Result;

final class BuildCommandTest {
  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();

  @Test
  void the_jar_stands_beside_the_program_and_runs_as_run_does() throws Exception {
    var program = write("app.ruchy", "println(\"Grüße\", args()[1])\nexit(3)");
    var jar = folder.resolve("app.jar");
    assertEquals(0, terminal.run("build", program), terminal.errors());
    assertEquals("✓ Successfully compiled to: " + jar + "\n", terminal.output());
    assertEquals("", terminal.errors());
    var process = new RuchycProcess(folder);
    assertEquals(new Result(3, "Grüße -x\n", ""), process.jar(jar.toString(), "-x"));
    assertEquals(new Result(3, "Grüße -x\n", ""), process.run(program, "-x"));
  }

  @Test
  void another_name_may_be_given_and_compile_is_the_same() throws Exception {
    var program = write("app.ruchy", "println(1)");
    var jar = folder.resolve("out put.jar").toString();
    assertEquals(0, terminal.run("compile", program, "-o", jar), terminal.errors());
    assertEquals("✓ Successfully compiled to: " + jar + "\n", terminal.output());
    assertEquals(new Result(0, "1\n", ""), new RuchycProcess(folder).jar("out put.jar"));
    assertFalse(Files.exists(folder.resolve("app.jar")));
  }

  @Test
  void a_small_program_carries_no_networking_and_is_small() throws IOException {
    var program = write("hello.ruchy", "println(\"hello\")");
    assertEquals(0, terminal.run("build", program), terminal.errors());
    var jar = folder.resolve("hello.jar");
    assertTrue(Files.size(jar) < 1_000_000, () -> "hello.jar has " + jar.toFile().length());
    try (var zip = new ZipFile(jar.toFile())) {
      assertTrue(
          zip.stream().noneMatch(entry -> entry.getName().matches("io/.*|com/.*|org/.*")),
          "a library is in hello.jar");
    }
  }

  @Test
  void no_class_of_a_small_jar_misses_what_is_left_out() throws Exception {
    var program = write("hello.ruchy", "println(\"hello\")");
    assertEquals(0, terminal.run("build", program), terminal.errors());
    var jar = folder.resolve("hello.jar");
    URL[] classPath = {jar.toUri().toURL()};
    try (var zip = new ZipFile(jar.toFile());
        var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      var classes =
          zip.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("ruchy/runtime/") && name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      assertTrue(classes.size() > 100, classes::toString);
      // Initialising a class verifies it, and that is when others are looked for.
      for (String name : classes) Class.forName(name, true, loader);
    }
  }

  @Test
  void a_server_carries_what_it_needs_once_and_no_more() throws IOException {
    var program = write("server.ruchy", "let s = http::Server::new(\"127.0.0.1:0\")");
    assertEquals(0, terminal.run("build", program), terminal.errors());
    var jar = folder.resolve("server.jar");
    assertTrue(Files.size(jar) < 12_000_000, () -> "server.jar has " + jar.toFile().length());
    try (var zip = new ZipFile(jar.toFile())) {
      var names = new HashSet<String>();
      zip.stream().forEach(entry -> assertTrue(names.add(entry.getName()), entry.getName()));
      assertTrue(names.contains("io/vertx/core/Vertx.class"));
      assertTrue(names.stream().noneMatch(name -> name.endsWith("module-info.class")));
      assertTrue(names.stream().noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)")));
      assertTrue(names.stream().noneMatch(name -> name.startsWith("org/objectweb/asm/")));
      assertTrue(names.stream().noneMatch(name -> name.startsWith("picocli/")));
      assertTrue(names.stream().anyMatch(name -> name.matches("META-INF/licenses/netty-.*")));
    }
  }

  @Test
  void a_program_carries_the_driver_of_the_database_that_it_names_and_no_other() throws Exception {
    var process = new RuchycProcess(folder);
    var sqlite =
        build(
            "files.ruchy",
            """
            let database = db::connect("sqlite:a.db")
            database.execute("CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY)")
            println(database.insert("runs", {}), database.find("runs", "1"))
            """);
    assertTrue(sqlite.contains("org/sqlite/JDBC.class"));
    assertTrue(sqlite.stream().noneMatch(name -> name.startsWith("org/postgresql/")));
    assertTrue(sqlite.stream().noneMatch(name -> name.endsWith("module-info.class")));
    assertEquals(new Result(0, "1 {id: 1}\n", ""), process.jar("files.jar"));
    assertEquals(new Result(0, "2 {id: 1}\n", ""), process.jar("files.jar"));
    var postgres =
        build(
            "server.ruchy",
            """
            try {
                db::connect("postgres://ada:secret@127.0.0.1:1/shop")
            } catch (e: DbError) {
                println(e.message.contains("refused"), e.message.contains("secret"))
            }
            """);
    assertTrue(postgres.contains("org/postgresql/Driver.class"));
    assertTrue(postgres.stream().noneMatch(name -> name.startsWith("org/sqlite/")));
    assertTrue(postgres.stream().noneMatch(name -> name.endsWith("module-info.class")));
    assertEquals(new Result(0, "true false\n", ""), process.jar("server.jar"));
    var either = build("either.ruchy", "let database = db::connect(args()[1])");
    assertTrue(either.contains("org/postgresql/Driver.class"));
    assertTrue(either.contains("org/sqlite/JDBC.class"));
  }

  /// The names of what is in the jar of a program.
  private Set<String> build(String file, String text) throws IOException {
    var program = write(file, text);
    assertEquals(0, terminal.run("build", program), terminal.errors());
    try (var zip = new ZipFile(folder.resolve(file.replace(".ruchy", ".jar")).toFile())) {
      return zip.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
    }
  }

  @Test
  void the_same_program_gives_the_same_bytes() throws IOException {
    var program = write("app.ruchy", "fun f(x) { x + 1 }\nprintln(f(1), f(2.5), {a: 1})");
    var first = folder.resolve("first.jar");
    var second = folder.resolve("second.jar");
    assertEquals(0, terminal.run("build", program, "-o", first.toString()), terminal.errors());
    assertEquals(0, terminal.run("build", program, "-o", second.toString()), terminal.errors());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void the_bytes_do_not_depend_on_how_the_program_is_named() throws Exception {
    Files.createDirectories(folder.resolve("x/shop"));
    write("x/shop/price.ruchy", "pub fun check(n) { if n < 0 { throw \"negative\" } }");
    write("x/app.ruchy", "use shop::price;\nprice::check(-1)");
    var inFolder = new RuchycProcess(folder);
    var besideProgram = new RuchycProcess(folder.resolve("x"));
    var program = folder.resolve("x/app.ruchy").toString();
    assertEquals(0, inFolder.run("build", "x/app.ruchy", "-o", "1.jar").status());
    assertEquals(0, inFolder.run("build", "./x/../x/app.ruchy", "-o", "2.jar").status());
    assertEquals(0, inFolder.run("build", program, "-o", "3.jar").status());
    assertEquals(0, besideProgram.run("build", "app.ruchy", "-o", "../4.jar").status());
    var bytes = Files.readAllBytes(folder.resolve("1.jar"));
    for (String other : List.of("2.jar", "3.jar", "4.jar")) {
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve(other)), other);
    }
    var failed = inFolder.jar("3.jar");
    assertTrue(failed.errors().startsWith("error: negative\n"), failed.errors());
    assertTrue(failed.errors().contains("  at app.ruchy:2:1 in top level\n"), failed.errors());
    assertFalse(failed.errors().contains(folder.toString()), failed.errors());
  }

  @Test
  void the_program_is_not_overwritten() throws IOException {
    var program = write("app.ruchy", "use util;\nutil::f()");
    var module = write("util.ruchy", "pub fun f() { 1 }");
    Files.createSymbolicLink(folder.resolve("link.jar"), Path.of("app.ruchy"));
    for (String file : List.of(program, module, folder.resolve("link.jar").toString())) {
      var refused = FakeTerminal.ofAPerson();
      assertEquals(2, refused.run("build", program, "-o", file));
      assertEquals(
          "error: The jar would overwrite " + file + ", which the program is made of\n",
          refused.errors());
    }
    assertEquals("use util;\nutil::f()", Files.readString(Path.of(program)));
    assertEquals("pub fun f() { 1 }", Files.readString(Path.of(module)));
  }

  @Test
  void a_link_is_followed_and_stays() throws Exception {
    var program = write("app.ruchy", "println(1)");
    Files.createDirectory(folder.resolve("real"));
    var link = Files.createSymbolicLink(folder.resolve("app.jar"), Path.of("real/app-1.jar"));
    assertEquals(0, terminal.run("build", program), terminal.errors());
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(new Result(0, "1\n", ""), new RuchycProcess(folder).jar("real/app-1.jar"));
  }

  @Test
  void only_an_ordinary_file_is_replaced() throws IOException {
    var program = write("app.ruchy", "println(1)");
    for (String file : List.of("/dev/full", folder.toString())) {
      assertEquals(1, terminal.run("build", program, "-o", file));
    }
    assertEquals(
        "error: Cannot write /dev/full: it is no ordinary file\n"
            + "error: Cannot write "
            + folder
            + ": it is a folder\n",
        terminal.errors());
  }

  @Test
  void a_program_with_errors_gives_no_jar() throws IOException {
    var program = write("bad.ruchy", "println(totl)");
    assertEquals(1, terminal.run("build", program));
    assertEquals("", terminal.output());
    assertTrue(terminal.errors().startsWith("error: Undefined variable: totl\n"));
    assertFalse(Files.exists(folder.resolve("bad.jar")));
  }

  @Test
  void an_older_jar_stays_when_a_build_fails() throws IOException {
    var jar = write("app.jar", "an older jar");
    var program = write("app.ruchy", "let =");
    assertEquals(1, terminal.run("build", program));
    assertEquals("an older jar", Files.readString(Path.of(jar)));
  }

  @Test
  void a_jar_that_cannot_be_written_is_told_in_one_sentence() throws IOException {
    var program = write("app.ruchy", "1");
    var jar = folder.resolve("nosuch/app.jar");
    assertEquals(1, terminal.run("build", program, "-o", jar.toString()));
    assertEquals("error: Cannot write " + jar + ": there is no such folder\n", terminal.errors());
    assertEquals("", terminal.output());
  }

  @Test
  void without_a_file_and_a_project_there_is_nothing_to_build() throws Exception {
    var result = new RuchycProcess(folder).run("build");
    assertEquals(2, result.status());
    assertTrue(result.errors().startsWith("error: ruchyc build needs FILE"), result.errors());
  }

  @Test
  void the_project_in_the_folder_is_built() throws Exception {
    Files.createDirectory(folder.resolve("src"));
    write("src/main.ruchy", "println(\"project\")");
    var process = new RuchycProcess(folder);
    assertEquals(
        new Result(0, "✓ Successfully compiled to: src/main.jar\n", ""), process.run("build"));
    assertEquals(new Result(0, "project\n", ""), process.jar("src/main.jar"));
  }

  @Test
  void more_is_told_on_demand() throws IOException {
    var program = write("app.ruchy", "println(1)");
    assertEquals(0, terminal.run("build", "--verbose", program));
    assertTrue(terminal.output().contains("Rooms of the runtime: "), terminal.output());
  }

  @Test
  void those_who_look_for_faults_of_the_analysis_build_with_the_detector() throws Exception {
    write("app.ruchy", "let all = [1]\nspawn { all.push(2) }\nsleep(10)\nprintln(all)");
    assertFalse(mainClassAfterBuild("false").contains("ruchy/runtime/engine/Detector"));
    assertTrue(mainClassAfterBuild("true").contains("ruchy/runtime/engine/Detector"));
    assertEquals(new Result(0, "[1, 2]\n", ""), new RuchycProcess(folder).jar("app.jar"));
  }

  private String mainClassAfterBuild(String detects) throws Exception {
    var command = new ArrayList<>(RuchycProcess.ruchyc("build", "app.ruchy"));
    command.set(0, "-Druchy.detect=" + detects);
    assertEquals(0, new RuchycProcess(folder).java("", command).status());
    try (var jar = new ZipFile(folder.resolve("app.jar").toFile())) {
      var bytes = jar.getInputStream(jar.getEntry("ruchy/program/Main.class")).readAllBytes();
      return new String(bytes, ISO_8859_1);
    }
  }

  @Test
  void a_start_up_cache_is_written_on_demand_and_holds_the_program() throws Exception {
    var program = write("app.ruchy", "println(\"hello\")");
    assertEquals(0, terminal.run("build", "--aot", program), terminal.errors());
    var cache = folder.resolve("app.aot");
    assertTrue(terminal.output().contains("✓ Start-up cache: " + cache + "\n"), terminal.output());
    var process = new RuchycProcess(folder);
    var option = "-XX:AOTCache=" + cache;
    assertEquals(
        new Result(0, "hello\n", ""), process.java("", List.of(option, "-jar", "app.jar")));
    var log = process.java("", List.of(option, "-Xlog:class+load", "-jar", "app.jar")).output();
    assertTrue(log.contains("ruchy.program.Main source: shared objects file"), log);
  }

  private String write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text).toString();
  }
}
