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
import ruchy.compiler.source.Source;

/// What the ahead-of-time caches are trained on. The build runs these command lines in one JVM for
/// each cache and keeps, in the cache, the classes they load, linked and initialised as far as the
/// JVM allows; so what stands here is what starts fast.
///
/// A JVM takes all classes of its cache in at its start, needed or not. So there are four: one of
/// what running a few lines uses, one with most of the language for programs of more than a screen,
/// one with networking for programs that use that, and one with what other everyday commands use
/// besides.
final class Training {
  /// Next to this class: most of the language, and of the library what ordinary programs use.
  private static final String LONGER_PROGRAM = "training.ruchy";

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
      struct Account { owner: string, balance: float, notes: [string] }
      impl Account {
          fun new(owner) { Account { owner: owner, balance: 0.0, notes: [] } }
          fun deposit(&mut self, amount) {
              if amount <= 0.0 { throw "nothing" }
              self.balance += amount
              self.notes.push(f"{amount:.2}")
              self.balance
          }
      }
      enum Shape { Circle(float), Rectangle { width: float, height: float }, Empty }
      fun area(shape) {
          match shape {
              Shape::Circle(r) => 3.14 * r * r,
              Shape::Rectangle { width, height } => width * height,
              Shape::Empty => 0.0
          }
      }
      fun longest(words) {
          let best = nil
          for word in words {
              if best == nil || word.len() > best.len() { best = word }
          }
          best
      }
      fun numbers(count) {
          let squares = [n * n for n in 0..count if n != 3]
          let counts = {}
          for n in squares { counts[n % 3] = counts.get(n % 3, 0) + 1 }
          let i = 0
          while i < squares.len() {
              squares[i] = squares[i] + 1
              i += 1
          }
          for i in 0..squares.len() { total += squares[i] }
          loop {
              i -= 1
              if i < 2 { break }
          }
          let add = |n| n + total
          return squares.map(add).filter(|n| n > 3).sum() + counts.len()
      }
      class Counter {
          count = 0
          fun next() { self.count += 1; self.count }
      }
      let account = Account::new("Ada")
      account.deposit(2.5)
      let shapes = [Shape::Circle(1.0), Shape::Rectangle { width: 2.0, height: 3.0 }, Shape::Empty]
      let counter = Counter()
      println(shapes.map(|shape| area(shape)).sum(), longest(names), numbers(9), counter.next())
      println(account.balance, ages.keys().sorted(), "a,b".split(",").join("-"), {...ages, x: nil ?? 3})
      let text = ""
      for (key, value) in ages { text += key + value.to_s() }
      if let Some(first) = names.first() { println(first.to_upper(), text, Ok(1), p.x as float) }
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

  /// So often that the JIT compiles what a long program has it compile.
  private static final int OFTEN = 100;

  private static final int ATTEMPTS = 1000;
  private static final int PAUSE_MILLIS = 20;

  private Training() {}

  /// Arguments: `programs`, `longer`, `servers` or `commands`, and an empty folder to work in. To
  /// make one here would get the JDK's random numbers into the caches, with all of its
  /// cryptography.
  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[1]);
    switch (args[0]) {
      case "programs" -> programs(folder, PROGRAM, OFTEN);
      case "longer" -> programs(folder, longerProgram(), OFTEN);
      case "commands" -> commands(folder);
      case "servers" -> servers(folder);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static String longerProgram() throws IOException {
    try (var text = Training.class.getResourceAsStream(LONGER_PROGRAM)) {
      if (text == null) throw new IllegalStateException(LONGER_PROGRAM + " is not there");
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  /// The compiler is run so many times before the program is.
  private static void programs(Path folder, String program, int times) throws IOException {
    var small = Files.writeString(folder.resolve("small.ruchy"), SMALL_PROGRAM).toString();
    var faulty = Files.writeString(folder.resolve("faulty.ruchy"), FAULTY_PROGRAM).toString();
    train(Status.FAILED, "run", faulty);
    // A program ends the process, so these are not started, and the other comes last.
    var files = ProgramFiles.of(List.of(), SourceFiles.read(small));
    var classes = files.compile(Compiler.Options.RUN).classes();
    var cache = new ProgramCache(folder.resolve("cache").toFile(), "training");
    if (classes != null) cache.keep(files, classes);
    if (cache.find(files) == null) throw new IllegalStateException(small + " was not kept");
    for (int time = 0; time < times; time++) {
      ProgramFiles.of(List.of(), Source.of("program.ruchy", program)).compile(Compiler.Options.RUN);
    }
    train(Status.OK, "-e", program);
  }

  private static void commands(Path folder) throws IOException {
    var program = Files.writeString(folder.resolve("program.ruchy"), PROGRAM).toString();
    var small = Files.writeString(folder.resolve("small.ruchy"), SMALL_PROGRAM).toString();
    var jar = folder.resolve("program.jar").toString();
    train(Status.OK, "--version");
    train(Status.OK, "check", program);
    train(Status.OK, "check", small);
    train(Status.OK, "build", program, "-o", jar);
    programs(folder, PROGRAM, 0);
  }

  private static void servers(Path folder) throws IOException, InterruptedException {
    // Servers have ordinary code too.
    var source = Source.of("program.ruchy", longerProgram());
    ProgramFiles.of(List.of(), source).compile(Compiler.Options.RUN);
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
