package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ruchy.compiler.Compiler;

/// What the ahead-of-time caches are trained on. The build runs these command lines in one JVM for
/// each cache and keeps, in the cache, the classes they load, linked and initialised as far as the
/// JVM allows; so what stands here is what starts fast.
///
/// A JVM takes all classes of its cache in at its start, needed or not. So there are three: one of
/// what running a program uses, one with networking for programs that use that, and one with what
/// other everyday commands use besides.
final class Training {
  /// Touches much of the language, and of the library what small programs use.
  private static final String PROGRAM =
      """
      fun greet(name, greeting = "Hello") {
          f"{greeting}, {name}!"
      }
      struct Point { x: i32, y: i32 }
      let names = ["Ada", "Grace", "Linus"]
      for name in names {
          println(greet(name))
      }
      let mut total = 0
      for i in 0..10 {
          if i % 2 == 0 { total += i } else { total -= 1 }
      }
      let ages = {ada: 36, grace: 85}
      let p = Point { x: 1, y: 2 }
      println(names.map(|n| n.len()).filter(|n| n > 3), total, ages.ada, p)
      let size = match total {
          0 => "none",
          1..=9 => "few",
          _ => "many"
      }
      try {
          throw "no"
      } catch (e) {
          println(size, e, 1.5 * 2)
      }
      """;

  /// The compiler goes other ways for a program that has next to nothing.
  private static final String SMALL_PROGRAM = "println(1)";

  private static final String FAULTY_PROGRAM = "let x = (1 +";

  private static final String SERVER =
      """
      let server = http::Server::new("127.0.0.1:PORT")
      server.use(|req, res, next| {
          let start = current_time_ms()
          next()
          let duration = current_time_ms() - start
          println(req.method + " " + req.path + " " + res.status.to_s() + " " + duration.to_s())
      })
      server.get("/users/:id", |req, res| {
          res.json([{id: req.params.id, name: "Ada"}])
      })
      server.post("/users", |req, res| {
          let user = req.json()
          user.id = generate_id()
          user.created = current_datetime()
          res.status(201).json(user)
      })
      server.static("/public", "FOLDER")
      server.listen()
      """;

  private static final int ATTEMPTS = 1000;
  private static final int PAUSE_MILLIS = 20;

  private Training() {}

  /// Arguments: `programs`, `servers` or `commands`, and an empty folder to work in. To make one
  /// here would get the JDK's random numbers into the caches, with all of its cryptography.
  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[1]);
    switch (args[0]) {
      case "programs" -> programs(folder);
      case "commands" -> commands(folder);
      case "servers" -> servers(folder);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void programs(Path folder) throws IOException {
    var small = Files.writeString(folder.resolve("small.ruchy"), SMALL_PROGRAM).toString();
    var faulty = Files.writeString(folder.resolve("faulty.ruchy"), FAULTY_PROGRAM).toString();
    train(Status.FAILED, "run", faulty);
    // A program ends the process, so this one is not started, and the other comes last.
    ProgramFiles.of(List.of(), SourceFiles.read(small)).compile(Compiler.Options.RUN);
    train(Status.OK, "-e", PROGRAM);
  }

  private static void commands(Path folder) throws IOException {
    var program = Files.writeString(folder.resolve("program.ruchy"), PROGRAM).toString();
    var small = Files.writeString(folder.resolve("small.ruchy"), SMALL_PROGRAM).toString();
    var jar = folder.resolve("program.jar").toString();
    train(Status.OK, "--version");
    train(Status.OK, "check", program);
    train(Status.OK, "check", small);
    train(Status.OK, "build", program, "-o", jar);
    programs(folder);
  }

  private static void servers(Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("public.txt"), "public");
    int port = freePort();
    var server =
        SERVER.replace("PORT", Integer.toString(port)).replace("FOLDER", folder.toString());
    var program = Files.writeString(folder.resolve("server.ruchy"), server);
    train(Status.OK, "run", program.toString());
    request(port, "GET /users/1", "");
    request(port, "GET /public/public.txt", "");
    request(port, "GET /nowhere", "");
    request(port, "POST /users", "{\"name\":\"Grace\"}");
    System.exit(0);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Sends one request and reads the answer. Without an HTTP client, whose classes would get into
  /// the cache.
  private static void request(int port, String line, String body)
      throws IOException, InterruptedException {
    var head =
        "%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(line, body.length());
    try (var socket = connect(port)) {
      socket.getOutputStream().write((head + body).getBytes(UTF_8));
      var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      if (!answer.startsWith("HTTP/1.1 ")) {
        throw new IllegalStateException(line + " was answered with " + answer);
      }
    }
  }

  /// The server listens soon after its program was started.
  private static Socket connect(int port) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException notYet) {
        if (attempt == ATTEMPTS) throw notYet;
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void train(int expected, String... command) {
    var status = Ruchyc.execute(Terminal.ofThisProcess(), command);
    if (status != expected) {
      throw new IllegalStateException(List.of(command) + " ended with status " + status);
    }
  }
}
