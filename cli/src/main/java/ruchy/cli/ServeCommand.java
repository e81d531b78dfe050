package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compiler;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Lifetime;

/// `ruchyc serve [DIR]`: serves the files of a folder over HTTP (L 20.2).
///
/// The server is a program in Ruchy, so that it has the limits of every other one, keeps the
/// process alive and ends as L 13.4 says.
///
/// @param port 0 for any that is free
/// @param isVerbose each request is told
/// @param watches files that change are told, and browsers ask for them anew
/// @param pidFile where the number of the process stands while it serves, or null
record ServeCommand(
    String folder,
    String host,
    int port,
    boolean isVerbose,
    boolean watches,
    @Nullable String pidFile)
    implements Command {
  private static final String PROGRAM =
      """
      let [_, address, folder, logs, fresh, pid, pid_file] = args()
      let server = http::Server::new(address)
      if logs == "true" {
          server.use(|req, res, next| {
              let start = current_time_ms()
              next()
              println(f"{req.method} {req.url} {res.status} {current_time_ms() - start}ms")
          })
      }
      server.static("/", folder, {max_age: if fresh == "true" { 0 } else { 60 }})
      try {
          server.listen()
          if pid_file != "" { fs::write(pid_file, pid + "\\n")? }
      } catch e {
          eprintln("error: " + e.message)
          exit(1)
      }
      println(f"Serving {folder} at http://{server.address}")
      server.wait()
      """;

  @Override
  public int perform(Terminal terminal) {
    if (!isFolder()) {
      throw new CommandFailure(
          Status.FAILED, "Cannot serve " + folder + ": there is no such folder");
    }
    var program = ProgramFiles.of(List.of(), Source.of("<serve>", PROGRAM));
    var compilation = program.compile(Compiler.Options.RUN);
    var classes = compilation.classes();
    if (classes == null) {
      throw new IllegalStateException(ProblemReport.firstError(compilation));
    }
    if (watches) tellChanges(terminal);
    var address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    var pid = Long.toString(ProcessHandle.current().pid());
    if (pidFile != null) {
      Lifetime.beforeEnd(() -> removePidFile(Path.of(pidFile), pid));
    }
    ProgramStart.start(
        classes,
        "serve",
        List.of(
            address,
            folder,
            Boolean.toString(isVerbose),
            Boolean.toString(watches),
            pid,
            pidFile == null ? "" : pidFile));
    return Status.OK;
  }

  /// Leaves a file alone that another process has written.
  private static void removePidFile(Path file, String pid) {
    try {
      if (Files.exists(file) && Files.readString(file).strip().equals(pid)) {
        Files.delete(file);
      }
    } catch (IOException stays) {
      // The process ends; a file with the number of a process that is gone does no harm.
    }
  }

  private boolean isFolder() {
    try {
      return Files.isDirectory(Path.of(folder));
    } catch (InvalidPathException noName) {
      return false;
    }
  }

  private void tellChanges(Terminal terminal) {
    var changes = FileChanges.in(List.of(Path.of(folder)), "");
    Thread.ofPlatform()
        .daemon()
        .name("changes")
        .start(
            () -> {
              try {
                while (true) {
                  for (Path file : changes.awaited()) terminal.print("Changed: " + file);
                }
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
