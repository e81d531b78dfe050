package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// A library with the names of L 16 to L 19 that the tests of the resolver use, so that they do not
/// change with the library itself. One line a name: `owner name counts`, where `*` after a count
/// takes the rest.
final class SmallLibrary {
  private static final String GLOBALS =
      """
      println 0*
      print 0*
      eprintln 0*
      format 1*
      dbg 1
      input 0 1
      len 1
      range 1 2 3
      is_function 1
      str 1
      int 1
      sqrt 1
      min 1*
      max 1*
      assert 1 2
      assert_eq 2 3
      assert_ne 2 3
      panic 1
      todo 0
      unreachable 0
      exit 0 1
      sleep 1
      current_time_ms 0
      current_datetime 0
      generate_id 0
      json 1
      to_json 1
      parse_json 1
      channel 0 1
      env 1 2
      """;

  private static final String MEMBERS =
      """
      MODULE http get 1
      MODULE http post 1 2
      MODULE http request 1
      MODULE http serve 2
      MODULE http download 2
      ASSOCIATED http::Server new 1
      MODULE ws connect 1
      ASSOCIATED ws::Server new 1
      ASSOCIATED net::TcpListener bind 1
      ASSOCIATED net::TcpStream connect 1
      ASSOCIATED net::TcpStream connect_timeout 2
      ASSOCIATED net::PacketCapture new 1
      MODULE net is_port_open 2 3
      MODULE db connect 1
      MODULE async wait_all 1
      MODULE json parse 1
      MODULE json stringify 1
      MODULE math sqrt 1
      CONSTANT math PI 0
      CONSTANT f64 MAX 0
      CONSTANT i32 MAX 0
      MODULE console log 0*
      MODULE console error 0*
      MODULE collections size 0
      MODULE fs read 1
      ASSOCIATED String new 0
      ASSOCIATED String from 1
      ASSOCIATED HashMap new 0
      ASSOCIATED Regex new 1
      ASSOCIATED DateTime now 0
      METHOD string len 0
      METHOD list len 0
      METHOD list push 1
      METHOD map set 2
      """;

  private SmallLibrary() {}

  static Library load() {
    List<LibraryFunction> functions = new ArrayList<>();
    Set<String> modules = new TreeSet<>();
    for (String line : GLOBALS.split("\n", -1)) {
      add(functions, ("GLOBAL  " + line).split(" ", -1));
    }
    for (String line : MEMBERS.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      add(functions, words);
      if (words[0].equals("MODULE") && modules.add(words[1])) {
        functions.add(function(LibraryFunction.Kind.MODULE, words[1], "", 0, false));
      }
    }
    for (String type :
        List.of("http::Server", "http::Request", "ws::Server", "net::TcpStream", "Regex")) {
      functions.add(function(LibraryFunction.Kind.TYPE, type, "", 0, false));
    }
    functions.sort(
        Comparator.comparing(LibraryFunction::owner).thenComparing(LibraryFunction::name));
    return Library.parse(Library.text(functions));
  }

  private static void add(List<LibraryFunction> functions, String[] words) {
    for (int i = 3; i < words.length; i++) {
      boolean rest = words[i].endsWith("*");
      int count = Integer.parseInt(words[i].replace("*", "")) + (rest ? 1 : 0);
      var kind = LibraryFunction.Kind.valueOf(words[0]);
      functions.add(function(kind, words[1], words[2], count, rest));
    }
  }

  private static LibraryFunction function(
      LibraryFunction.Kind kind, String owner, String name, int count, boolean rest) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add("any");
    }
    return new LibraryFunction(
        kind, owner, name, name, "", "", "", true, types, types, List.of(), rest, "any", false,
        false, Set.of(), "");
  }
}
