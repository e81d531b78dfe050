package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import ruchy.cli.RuchycProcess.Result;

/// What a program with a server says on standard error.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(CONCURRENT)
final class ServerMessagesTest {
  @TempDir private Path folder;

  @Test
  void a_directory_of_files_that_does_not_exist_is_a_warning() throws Exception {
    assertEquals(
        new Result(
            0,
            "ok\n",
            "warning: server.static has nothing for '/public': no directory './static'\n"),
        run(
            """
            let server = http::Server::new("127.0.0.1:0")
            server.static("/public", "./static")
            server.listen().close()
            println("ok")
            """));
  }

  @Test
  void an_address_that_cannot_be_bound_is_an_error_with_its_place() throws Exception {
    assertEquals(
        new Result(
            1,
            "",
            """
            error: Cannot listen on no-such-host.invalid:8080: unknown host
              at app.ruchy:1:48 in top level
            """),
        run("http::Server::new(\"no-such-host.invalid:8080\").listen()"));
  }

  @Test
  void an_error_has_its_place_also_in_methods_that_nobody_calls_by_name() throws Exception {
    Result result =
        run(
            """
            struct A {
                fun to_string(self) { sleep(1); throw "no text" }
            }
            let server = http::Server::new("127.0.0.1:0")
            server.get("/", |req, res| f"{A {}}")
            server.listen()
            println(http::get(f"http://127.0.0.1:{server.port}/").status)
            server.close()
            """);
    assertEquals("500\n", result.output());
    String expected = "error in handler: no text\n  at app.ruchy:2:37 in A.to_string\n";
    assertTrue(result.errors().startsWith(expected), result.errors());
  }

  @Test
  void an_error_that_handlers_pass_on_keeps_the_place_where_it_was_raised() throws Exception {
    Result result =
        run(
            """
            let server = http::Server::new("127.0.0.1:0")
            server.get("/text", |req, res| { throw "a text" })
            server.get("/map", |req, res| { throw {status: 503, message: "a map"} })
            server.get("/number", |req, res, next| next(5))
            server.get("/other", |req, res| { throw "the first" })
            server.use(|err, req, res, next| next(err))
            server.use("/other", |err, req, res, next| next("another"))
            server.use(|err, req, res, next| next())
            server.listen()
            for path in ["text", "map", "number", "other"] {
                println(http::get(f"http://127.0.0.1:{server.port}/{path}").status)
            }
            server.close()
            """);
    assertEquals("500\n503\n500\n500\n", result.output());
    assertEquals(
        List.of(
            "error in handler: a text",
            "  at app.ruchy:2:34 in closure in top level",
            "error in handler: a map",
            "  at app.ruchy:3:33 in closure in top level",
            "error in handler: 5",
            "  at app.ruchy:4:40 in closure in top level",
            "error in handler: another",
            "  at app.ruchy:7:44 in closure in top level"),
        result.errors().lines().filter(line -> !line.contains("app.ruchy:6:")).toList());
  }

  @Test
  void what_cannot_be_sent_is_told_with_its_request() throws Exception {
    assertEquals(
        new Result(
            0,
            "500\n",
            """
            error in handler: A function cannot be sent: the answer is data
              in the answer to GET /
            """),
        run(
            """
            let server = http::Server::new("127.0.0.1:0")
            server.get("/", |req, res| { |x| x })
            server.listen()
            println(http::get(f"http://127.0.0.1:{server.port}/").status)
            server.close()
            """));
  }

  private Result run(String program) throws Exception {
    Files.writeString(folder.resolve("app.ruchy"), program);
    Result result = new RuchycProcess(folder).run("app.ruchy");
    // What the JVM and a library that only tests have on their class path say is left out.
    String errors = result.errors().replaceAll("(?m)^((WARNING|SLF4J): .*)?\\R", "");
    return new Result(result.status(), result.output(), errors);
  }
}
