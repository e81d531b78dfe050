package ruchy.compiler;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Writes calls of everything in the index of the library with arguments that it does not take: of
/// another kind, too few, too many, with names, spread, and on receivers of other kinds.
///
/// What reaches outside of the program, waits, ends it, or gives something else each time is called
/// only with what its declared parameters refuse, so it never begins; everything else is also
/// called with all that it takes and may refuse later. Types whose objects come from outside alone,
/// such as requests, have no sample here: their functions are called on other receivers only.
final class LibraryCalls {
  /// The rooms of the runtime whose functions reach outside, or give something else each time.
  private static final Set<String> OUTSIDE =
      Set.of(
          "client", "env", "frame", "fs", "http", "log", "message", "net", "packet", "process",
          "proxy", "random", "scan", "task", "time", "ws");

  /// A value by its kind, as the index writes it, and its text.
  private record Sample(String kind, String text) {}

  private static final List<Sample> VALUES =
      List.of(
          new Sample("integer", "5"),
          new Sample("string", "\"ab\""),
          new Sample("nil", "nil"),
          new Sample("list", "[1, 2]"),
          new Sample("float", "2.5"),
          new Sample("map", "{a: 1}"),
          new Sample("boolean", "true"),
          new Sample("function", "|x| x"),
          new Sample("tuple", "(1, \"a\")"),
          new Sample("option", "Some(1)"),
          new Sample("range", "1..3"),
          new Sample("struct", "P {x: 1}"),
          new Sample("byte", "b'a'"),
          new Sample("set", "set([1, 2])"),
          new Sample("atom", ":a"),
          new Sample("result", "Err(\"e\")"),
          new Sample("class", "C()"),
          new Sample("enum", "E::B(1)"),
          new Sample("error", "failure"),
          new Sample("datetime", "DateTime::parse(\"2025-08-24T10:15:30Z\")"),
          new Sample("duration", "Duration::from_secs(65)"),
          new Sample("Regex", "Regex::new(\"a\")"),
          new Sample("sync::Cell", "Mutex::new(1)"),
          new Sample("list", "[1, \"a\", nil]"),
          new Sample("string", "\"\""),
          new Sample("list", "[]"),
          new Sample("map", "{}"),
          new Sample("option", "None"),
          new Sample("result", "Ok(1)"),
          new Sample("list", "[[1, 2], [\"a\", 3]]"));

  /// Objects that are made without reaching outside.
  private static final List<Sample> OBJECTS =
      List.of(
          new Sample("ordering", "1.cmp(2)"),
          new Sample("sync::Atomic", "AtomicInt::new(1)"),
          new Sample("MapEntry", "{a: 1}.entry(\"a\")"),
          new Sample("time::Instant", "Instant::now()"),
          new Sample("async::Sender", "channel().0"),
          new Sample("async::Receiver", "channel().1"),
          new Sample("Command", "Command::new(\"none\")"),
          new Sample("http::Server", "http::Server::new(\"127.0.0.1:0\")"),
          new Sample("http::Router", "http::Router::new()"),
          new Sample("http::Client", "http::Client::new()"),
          new Sample("http::ClientRequest", "http::get(\"http://127.0.0.1:1/\")"),
          new Sample("ws::Server", "ws::Server::new(\"127.0.0.1:0\")"));

  /// The kinds whose members values of other kinds have too.
  private static final Map<String, List<String>> WIDER =
      Map.of(
          "number", List.of("integer", "float"),
          "any", List.of("integer", "string", "struct", "list", "function", "nil"),
          "option", List.of("option", "integer", "nil", "result"),
          "result", List.of("result", "integer", "nil", "option"),
          "list", List.of("list", "range"),
          "integer", List.of("integer", "byte"),
          "string", List.of("string", "error"));

  private final Library library;
  private final boolean all;
  private final Set<String> calls = new LinkedHashSet<>();
  private int turn;

  private LibraryCalls(Library library, boolean all) {
    this.library = library;
    this.all = all;
  }

  /// The calls, each an expression on one line. Without `all` each function gets only some of the
  /// wrong values, and each of its further names only a few calls.
  static List<String> of(Library library, boolean all) {
    var writer = new LibraryCalls(library, all);
    for (String owner : library.owners()) {
      for (String name : library.names(owner)) {
        writer.function(owner, name);
      }
    }
    return List.copyOf(writer.calls);
  }

  private void function(String owner, String name) {
    List<LibraryFunction> overloads = library.functions(owner, name);
    boolean isAlias = !overloads.getFirst().mainName().equals(name);
    List<LibraryFunction> functions = new ArrayList<>();
    List<LibraryFunction> methods = new ArrayList<>();
    for (LibraryFunction overload : overloads) {
      switch (overload.kind()) {
        case GLOBAL, MODULE, ASSOCIATED -> functions.add(overload);
        case METHOD -> methods.add(overload);
        case READ -> read(overload);
        case WRITE -> write(overload);
        case CONSTANT, TYPE -> {}
      }
    }
    if (!functions.isEmpty()) {
      String callee = owner.isEmpty() ? name : owner + "::" + name;
      calls(new Callee(callee, functions, true), isAlias);
    }
    if (!methods.isEmpty()) {
      List<Sample> receivers = receivers(owner);
      for (Sample receiver : some(receivers)) {
        calls(new Callee("(" + receiver.text() + ")." + name, methods, false), isAlias);
      }
      foreign(name, methods, receivers);
    }
  }

  /// The first of the receivers and another one by turns.
  private List<Sample> some(List<Sample> receivers) {
    if (all || receivers.size() < 3) {
      return receivers;
    }
    int other = 1 + turn++ % (receivers.size() - 1);
    return List.of(receivers.getFirst(), receivers.get(other));
  }

  private static List<Sample> receivers(String owner) {
    List<String> kinds = WIDER.getOrDefault(owner, List.of(owner));
    List<Sample> receivers = new ArrayList<>();
    for (Sample sample : VALUES) {
      if (kinds.contains(sample.kind())) {
        receivers.add(sample);
      }
    }
    OBJECTS.stream().filter(sample -> kinds.contains(sample.kind())).forEach(receivers::add);
    return receivers;
  }

  /// What is called, `f` or `(receiver).f`, with its overloads.
  private record Callee(String text, List<LibraryFunction> overloads, boolean isFunction) {
    /// Whether a call that begins may be noticed outside, or end differently each time.
    boolean isOutside() {
      return overloads.stream()
          .anyMatch(f -> f.waits() || OUTSIDE.contains(f.room()) || f.resultType().equals("never"));
    }

    boolean takes(int count) {
      return overloads.stream().anyMatch(f -> LibraryCalls.takes(f, count));
    }

    int most() {
      return overloads.stream().mapToInt(LibraryFunction::parameterCount).max().orElse(0);
    }
  }

  private static boolean takes(LibraryFunction function, int count) {
    int fixed = function.parameterCount() - (function.takesRest() ? 1 : 0);
    return function.takesRest() ? count >= fixed : count == fixed;
  }

  private void calls(Callee callee, boolean isAlias) {
    boolean isFew = isAlias && !all;
    counts(callee, isFew);
    for (LibraryFunction overload : callee.overloads()) {
      List<Sample> right = right(overload);
      if (right == null) {
        continue;
      }
      for (int i = 0; i < right.size(); i++) {
        kinds(callee, right, i, isFew);
      }
      if (!isFew) {
        names(callee, right);
        everythingWrong(callee, right);
      }
    }
  }

  /// Too few and too many arguments. Of functions that are known, the compiler tells that before
  /// anything runs; so they are called as values, and with a list that is spread.
  private void counts(Callee callee, boolean isFew) {
    for (int count = isFew ? callee.most() + 1 : 0; count <= callee.most() + 1; count++) {
      if (callee.takes(count) && callee.isOutside()) {
        continue;
      }
      List<Sample> arguments = VALUES.subList(0, count);
      String values = text(arguments);
      if (!callee.isFunction()) {
        calls.add(callee.text() + "(" + values + ")");
      } else if (callee.takes(count)) {
        calls.add(callee.text() + "(" + values + ")");
      } else {
        calls.add("(" + callee.text() + ")(" + values + ")");
      }
      if (all || turn++ % 3 == 0) {
        calls.add(callee.text() + "(...[" + values + "])");
      }
    }
  }

  /// One argument of another kind: known, unknown, and one of two kinds.
  private void kinds(Callee callee, List<Sample> right, int position, boolean isFew) {
    int some = isFew ? 1 : all ? VALUES.size() : 2;
    int given = 0;
    int start = all ? 0 : turn++;
    for (int i = 0; i < VALUES.size() && given < some; i++) {
      Sample wrong = VALUES.get((start + i) % VALUES.size());
      List<Sample> arguments = new ArrayList<>(right);
      arguments.set(position, wrong);
      boolean isRefused = isRefused(callee, arguments);
      boolean isSame = wrong.kind().equals(right.get(position).kind());
      if (isSame ? callee.isOutside() : callee.isOutside() && !isRefused) {
        continue;
      }
      given++;
      calls.add(callee.text() + "(" + text(arguments) + ")");
      String hidden = "hide(" + wrong.text() + ")";
      String other = right.get(position).text();
      String either = "(if on { " + wrong.text() + " } else { " + other + " })";
      for (String text : all ? List.of(hidden, either) : List.of(given == 1 ? hidden : either)) {
        arguments.set(position, new Sample(wrong.kind(), text));
        calls.add(callee.text() + "(" + text(arguments) + ")");
      }
    }
  }

  /// Named arguments of library functions are a last map (L 5.8).
  private void names(Callee callee, List<Sample> right) {
    for (int count = right.size() - 1; count <= right.size(); count++) {
      if (count < 0) {
        continue;
      }
      List<Sample> arguments = new ArrayList<>(right.subList(0, count));
      arguments.add(new Sample("map", "zz: 1"));
      boolean fits = callee.takes(arguments.size());
      if (callee.isFunction() && !fits || callee.isOutside() && !isRefused(callee, arguments)) {
        continue;
      }
      calls.add(callee.text() + "(" + text(arguments) + ")");
    }
  }

  private void everythingWrong(Callee callee, List<Sample> right) {
    if (right.size() < 2) {
      return;
    }
    List<Sample> arguments = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      arguments.add(VALUES.get((turn + i * 7) % VALUES.size()));
    }
    turn++;
    if (callee.isOutside() && !isRefused(callee, arguments)) {
      return;
    }
    calls.add(callee.text() + "(" + text(arguments) + ")");
    if (!all && turn % 3 != 0) {
      return;
    }
    // The last argument is evaluated before the first one is found to be wrong.
    List<Sample> told = new ArrayList<>(arguments);
    Sample last = told.removeLast();
    told.add(new Sample(last.kind(), "tell(" + last.text() + ")"));
    calls.add(callee.text() + "(" + text(told) + ")");
  }

  /// A method on values that do not have it.
  private void foreign(String name, List<LibraryFunction> methods, List<Sample> own) {
    List<Sample> arguments = null;
    for (LibraryFunction method : methods) {
      arguments = arguments == null ? right(method) : arguments;
    }
    if (arguments == null) {
      return;
    }
    int some = all ? VALUES.size() : 1;
    int start = all ? 0 : turn++;
    Set<Sample> receivers = new LinkedHashSet<>();
    receivers.add(VALUES.get(2)); // nil
    for (int i = 0; i < some; i++) {
      receivers.add(VALUES.get((start + i) % VALUES.size()));
    }
    receivers.removeAll(own);
    for (Sample receiver : receivers) {
      calls.add("(" + receiver.text() + ")." + name + "(" + text(arguments) + ")");
    }
    if (!own.isEmpty() && !new Callee("", methods, false).isOutside()) {
      String either = "(if on { nil } else { " + own.getFirst().text() + " })";
      calls.add(either + "." + name + "(" + text(arguments) + ")");
    }
  }

  private void read(LibraryFunction member) {
    for (Sample receiver : VALUES.subList(0, all ? VALUES.size() : 6)) {
      calls.add("(" + receiver.text() + ")." + member.name());
    }
    if (!OUTSIDE.contains(member.room())) {
      for (Sample receiver : receivers(member.owner())) {
        calls.add("(" + receiver.text() + ")." + member.name());
      }
    }
  }

  private void write(LibraryFunction member) {
    String declared = member.parameterTypes().getFirst();
    for (Sample receiver : receivers(member.owner())) {
      for (Sample value : VALUES) {
        if (!accepts(declared, value.kind())) {
          String made = "{ let o = " + receiver.text() + "; o." + member.name() + " = ";
          calls.add(made + value.text() + " }");
          calls.add(made + "hide(" + value.text() + ") }");
        }
      }
    }
    calls.add("{ let o = nil; o." + member.name() + " = 1 }");
  }

  private static String text(List<Sample> samples) {
    return samples.stream().map(Sample::text).collect(Collectors.joining(", "));
  }

  /// Arguments that the parameters take; null if there is no sample of one.
  private static @Nullable List<Sample> right(LibraryFunction function) {
    List<Sample> samples = new ArrayList<>();
    for (String declared : function.parameterTypes()) {
      Sample sample = sampleOf(declared);
      if (sample == null) {
        return null;
      }
      samples.add(sample);
    }
    return samples;
  }

  private static @Nullable Sample sampleOf(String declared) {
    for (Sample sample : VALUES) {
      if (accepts(declared, sample.kind())) {
        // Small numbers, because some functions repeat or wait so often.
        return sample.kind().equals("integer") ? new Sample("integer", "2") : sample;
      }
    }
    for (Sample sample : OBJECTS) {
      if (accepts(declared, sample.kind())) {
        return sample;
      }
    }
    return null;
  }

  /// Whether no overload takes these arguments, as far as their kinds tell.
  private static boolean isRefused(Callee callee, List<Sample> arguments) {
    for (LibraryFunction overload : callee.overloads()) {
      boolean fits = takes(overload, arguments.size());
      for (int i = 0; fits && i < arguments.size(); i++) {
        int place = Math.min(i, overload.parameterCount() - 1);
        fits = accepts(overload.parameterTypes().get(place), arguments.get(i).kind());
      }
      if (fits) {
        return false;
      }
    }
    return true;
  }

  /// Whether a parameter that the index declares so takes values of a kind.
  private static boolean accepts(String declared, String kind) {
    if (declared.equals("any") || declared.length() == 1) {
      return true;
    }
    List<String> choices = choices(declared);
    if (choices.size() > 1) {
      return choices.stream().anyMatch(choice -> accepts(choice, kind));
    }
    if (declared.startsWith("(") && declared.endsWith(")") && choices(inner(declared)).size() > 1) {
      return accepts(inner(declared), kind);
    }
    if (declared.contains("->")) {
      return kind.equals("function");
    }
    if (declared.endsWith("?")) {
      return kind.equals("nil") || accepts(declared.substring(0, declared.length() - 1), kind);
    }
    int generic = declared.indexOf('<');
    String name = generic < 0 ? declared : declared.substring(0, generic);
    return switch (name) {
      case "integer" -> Set.of("integer", "byte").contains(kind);
      case "float", "number" -> Set.of("integer", "float", "byte").contains(kind);
      case "list", "bytes" -> Set.of("list", "range").contains(kind);
      case "option", "result", "variant" -> Set.of("option", "result", "enum").contains(kind);
      default -> name.equals(kind);
    };
  }

  private static String inner(String declared) {
    return declared.substring(1, declared.length() - 1);
  }

  /// The parts between the bars that stand in no brackets.
  private static List<String> choices(String declared) {
    int[] depth = {0};
    Set<Integer> bars =
        IntStream.range(0, declared.length())
            .filter(
                i -> {
                  char letter = declared.charAt(i);
                  boolean isArrow = i > 0 && letter == '>' && declared.charAt(i - 1) == '-';
                  depth[0] +=
                      letter == '(' || letter == '<'
                          ? 1
                          : letter == ')' || letter == '>' && !isArrow ? -1 : 0;
                  return letter == '|' && depth[0] == 0;
                })
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> choices = new ArrayList<>();
    int start = 0;
    for (int bar : bars) {
      choices.add(declared.substring(start, bar).strip());
      start = bar + 1;
    }
    choices.add(declared.substring(start).strip());
    return choices;
  }
}
