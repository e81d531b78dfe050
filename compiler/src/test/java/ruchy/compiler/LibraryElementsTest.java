package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import ruchy.compiler.Compiler.Options.Detector;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// What a function of the library gives, and hands to call-backs, may hold elements of what it was
/// given. Whatever is done with them there, and however little its declared types tell of it,
/// programs do the same with types inferred and without. Each call is a program of its own, because
/// what one hides would hide the others.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class LibraryElementsTest {
  private static final Library LIBRARY = Library.load();

  private static final Set<String> OWNERS =
      Set.of("", "list", "set", "map", "tuple", "any", "option", "Vec", "HashMap", "HashSet");

  /// The rooms whose functions reach outside, wait, or give something else each time.
  private static final Set<String> OUTSIDE =
      Set.of("env", "fs", "http", "log", "net", "process", "random", "time", "path", "system");

  private static final String BEGINNING =
      """
      fun alter(v, depth) {
        if depth > 4 { return nil }
        match type_of(v) {
          "array" => {
            for x in v { alter(x, depth + 1) }
            if v.len() > 0 && type_of(v[0]) == "integer" { v[0] = "changed" }
          }
          "tuple" => { for x in v { alter(x, depth + 1) } }
          "set" => { for x in v { alter(x, depth + 1) } }
          "object" => { for k, x in v { alter(x, depth + 1) } }
          "enum_variant" => {
            match v {
              Some(x) => alter(x, depth + 1)
              Ok(x) => alter(x, depth + 1)
              Err(x) => alter(x, depth + 1)
              _ => nil
            }
          }
          "function" => { try { println(v(2.5)) } catch e { println(e) } }
          _ => nil
        }
      }
      """;

  /// What is called with a receiver or a first argument, and what is looked at afterwards.
  private record Given(String made, String seen) {}

  private static final List<Given> GIVEN =
      List.of(
          new Given("[[1], [2]]", "given[0][0] + 1"),
          new Given("[|x| x + 1, |x| x + 2]", "given[0](1)"),
          new Given("[([1], \"k\"), ([2], \"l\")]", "given[0][0][0] + 1"),
          new Given("{a: [1], b: [2]}", "given.a[0] + 1"),
          new Given("{a: |x| x + 1}", "given.a(1)"),
          new Given("([1], [2])", "given[0][0] + 1"),
          new Given("{k: [v] for k, v in [(\"a\", 1), (\"b\", 2)]}", "given[\"a\"][0] + 1"));

  private static final List<String> CALLBACKS =
      List.of(
          "|p| p",
          "|p, q| p",
          "|p, q| q",
          "|p| { alter(p, 0); true }",
          "|p, q| { alter(p, 0); alter(q, 0); true }");

  @Test
  void elements_are_the_same_with_and_without_types_wherever_the_library_puts_them()
      throws Exception {
    Set<String> calls = new LinkedHashSet<>();
    for (String owner : LIBRARY.owners()) {
      for (String name : OWNERS.contains(owner) ? LIBRARY.names(owner) : Set.<String>of()) {
        for (LibraryFunction function : LIBRARY.functions(owner, name)) {
          if (name.equals(function.mainName()) && !isOutside(function)) {
            add(function, calls);
          }
        }
      }
    }
    List<String> differences = new ArrayList<>();
    Output.ERROR.redirect(OutputStream.nullOutputStream());
    try {
      for (Given given : GIVEN) {
        for (String call : calls) {
          compare(given, call, differences);
        }
      }
    } finally {
      Output.ERROR.redirect(null);
    }
    assertEquals("", String.join("\n", differences));
  }

  private static final Set<String> EXCHANGING = Set.of("take", "replace");

  private static final List<String> KEYED =
      List.of(
          "let given = HashMap::new()\ngiven.insert(key, own)",
          "let given = {a: [1]}\ngiven[key] = own",
          "let given = {a: 1}\nfun put(m) { m.entry(key).or_insert(own) }\nput(given)",
          "let given = HashMap::from([(key, own), (\"a\", 1)])",
          "let other = {}\nother[key] = own\nlet given = {b: 1, ...other}");

  /// L 8.4: a key that holds a callable comes before the method, wherever its text comes from.
  @Test
  void an_entry_of_the_name_of_any_method_is_called_with_and_without_types() throws Exception {
    List<String> differences = new ArrayList<>();
    for (String owner : List.of("map", "any", "option")) {
      for (String name : LIBRARY.names(owner)) {
        for (LibraryFunction function : LIBRARY.functions(owner, name)) {
          boolean isMethod = function.kind() == LibraryFunction.Kind.METHOD;
          Set<String> calls = new LinkedHashSet<>();
          // What exchanges the value of a place (`take`, `replace`) is about the place.
          boolean exchanges = owner.equals("option") && EXCHANGING.contains(name);
          if (isMethod && !isOutside(function) && !exchanges) {
            add(function, calls);
          }
          for (String call : calls.stream().limit(1).toList()) {
            for (String keyed : KEYED) {
              entry(function, keyed, call, differences);
            }
          }
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private static void entry(
      LibraryFunction function, String keyed, String call, List<String> differences)
      throws Exception {
    List<String> letters = List.of(function.name().split("", -1));
    List<String> parameters = List.of("a", "b", "c", "d");
    String program =
        BEGINNING
            + "let key = [\""
            + String.join("\", \"", letters)
            + "\"].join(\"\")\nlet own = |"
            + String.join(", ", parameters.subList(0, function.parameterTypes().size()))
            + "| \"own\"\n"
            + keyed
            + "\nlet result = "
            + call
            + "\nprintln(result)\n";
    String typed = run(program, true);
    if (!typed.equals("own\n")) {
      differences.add(keyed + "  " + call + "\n  typed: " + typed);
    }
    String plain = run(program, false);
    if (!plain.equals("own\n")) {
      differences.add(keyed + "  " + call + "\n  plain: " + plain);
    }
  }

  private static boolean isOutside(LibraryFunction function) {
    return function.waits()
        || OUTSIDE.contains(function.room())
        || function.resultType().equals("never")
        || LibraryFunction.isOfCompiler(function.name());
  }

  private static void add(LibraryFunction function, Set<String> calls) {
    List<String> written = new ArrayList<>();
    boolean isMethod = function.kind() == LibraryFunction.Kind.METHOD;
    switch (function.kind()) {
      case METHOD -> written.add("given." + function.name() + "(");
      case GLOBAL -> written.add(function.name() + "(");
      case ASSOCIATED, MODULE -> written.add(function.owner() + "::" + function.name() + "(");
      case READ, WRITE, CONSTANT, TYPE -> {
        return;
      }
    }
    List<String> parameters = function.parameterTypes();
    if (!isMethod && parameters.isEmpty()) {
      return;
    }
    for (int i = 0; i < parameters.size(); i++) {
      List<String> longer = new ArrayList<>();
      for (String start : written) {
        String separator = i == 0 ? "" : ", ";
        for (String argument : arguments(parameters.get(i), !isMethod && i == 0)) {
          longer.add(start + separator + argument);
        }
      }
      written = longer;
    }
    written.forEach(text -> calls.add(text + ")"));
  }

  private static List<String> arguments(String declared, boolean isFirst) {
    if (declared.contains("->") || declared.equals("function")) {
      return CALLBACKS;
    }
    if (isFirst) {
      return List.of("given");
    }
    return switch (declared.replaceAll("[<?|].*", "").trim()) {
      case "integer", "number" -> List.of("0");
      case "float" -> List.of("0.5");
      case "string" -> List.of("\"a\"");
      case "boolean" -> List.of("true");
      case "map", "object" -> List.of("{z: [9]}");
      case "list" -> List.of("[[9]]");
      case "range" -> List.of("0..1");
      case "set" -> List.of("set([9])");
      default -> List.of("[9]");
    };
  }

  private static void compare(Given given, String call, List<String> differences) throws Exception {
    String program =
        BEGINNING
            + "let given = "
            + given.made()
            + "\nlet result = try { "
            + call
            + " } catch e { println(e); nil }\nalter(result, 0)\n"
            + "try { println("
            + given.seen()
            + ") } catch e { println(e) }\nprintln(given)\n";
    String typed = run(program, true);
    String plain = run(program, false);
    if (!typed.equals(plain)) {
      String head = given.made() + "  " + call;
      differences.add(head + "\n  typed: " + typed + "  plain: " + plain);
    }
  }

  private static String run(String program, boolean specialise) throws Exception {
    return ProgramsTest.run(
        "elements.ruchy", program, ModuleSource.NONE, specialise, Detector.ABSENT);
  }
}
