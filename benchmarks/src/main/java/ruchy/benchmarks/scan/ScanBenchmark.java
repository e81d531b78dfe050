package ruchy.benchmarks.scan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.EndedProcess;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.rivals.Rivals;
import ruchy.benchmarks.startup.Build;

/// A scan of ports 1 to 65534 of this machine, from the start of the process to its end, next to
/// the same program in other languages and to nmap, where they are there. All take turns.
public final class ScanBenchmark {
  /// Who takes part.
  private record Contestant(String title, List<String> command, Samples seconds, Samples cpu) {
    Contestant(String title, List<String> command) {
      this(title, command, new Samples(), new Samples());
    }
  }

  private ScanBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options) throws IOException, InterruptedException {
    int rounds = options.number("rounds", 5);
    var build = new Build(home);
    List<Contestant> contestants = contestants(build, new Rivals(build, options));
    try (var open = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < contestants.size(); turn++) {
          measure(contestants.get((round + turn) % contestants.size()), open.getLocalPort());
        }
      }
    }
    print(contestants, rounds);
  }

  private static List<Contestant> contestants(Build build, Rivals rivals)
      throws IOException, InterruptedException {
    var contestants = new ArrayList<Contestant>();
    for (String program : List.of("scan", "tasks")) {
      String jar = build.jar("benchmarks/programs/scan/" + program + ".ruchy").toString();
      String title = program.equals("scan") ? "Ruchy, `net::scan`" : "Ruchy, a task for each port";
      contestants.add(new Contestant(title, List.of(build.java(), "-jar", jar)));
    }
    Path go = rivals.goProgram("scan", "benchmarks/programs/scan/scan.go");
    if (go != null) {
      contestants.add(new Contestant(rivals.title("Go", "go"), List.of(go.toString())));
    }
    String source = build.file("benchmarks/programs/scan/scan.js").toString();
    String node = rivals.command("node");
    if (node != null) {
      contestants.add(new Contestant(rivals.title("Node", "node"), List.of(node, source)));
    }
    String bun = rivals.command("bun");
    if (bun != null) {
      contestants.add(new Contestant(rivals.title("Bun", "bun"), List.of(bun, source)));
    }
    String nmap = Machine.firstLineOf("nmap", "--version");
    if (nmap.startsWith("Nmap")) {
      List<String> command = List.of("nmap", "-sT", "-n", "-Pn", "-p1-65534", "127.0.0.1");
      contestants.add(new Contestant("`nmap -sT`", command));
    }
    return contestants;
  }

  private static void measure(Contestant contestant, int open)
      throws IOException, InterruptedException {
    long cpu = CpuTime.ofEndedChildren();
    long begin = System.nanoTime();
    EndedProcess ended = EndedProcess.successful(contestant.command);
    contestant.seconds.add((System.nanoTime() - begin) / 1e9);
    contestant.cpu.add((CpuTime.ofEndedChildren() - cpu) / 1e6);
    boolean isFound =
        ended.output().lines().anyMatch(line -> line.split("/", -1)[0].strip().equals("" + open));
    if (!isFound) {
      throw new IOException(contestant.title + " has not found " + open + ":\n" + ended.output());
    }
  }

  private static void print(List<Contestant> contestants, int rounds) throws IOException {
    System.out.println("## Scan\n\n" + Machine.description() + ".\n");
    System.out.println(
        "Ports 1 to 65534 of this machine, whole processes, "
            + rounds
            + " rounds: median (least-most).\n");
    System.out.println("| | seconds | CPU seconds | Ruchy's `net::scan` next to it, seconds |");
    System.out.println("|---|---|---|---|");
    Contestant own = contestants.getFirst();
    for (Contestant each : contestants) {
      System.out.println(
          "| "
              + each.title
              + " | "
              + each.seconds.text(2)
              + " | "
              + each.cpu.text(2)
              + " | "
              + (each == own ? "" : own.seconds.dividedBy(each.seconds).text(2))
              + " |");
    }
  }
}
