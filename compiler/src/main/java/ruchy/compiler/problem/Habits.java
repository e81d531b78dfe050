package ruchy.compiler.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to write for what people bring along from other languages: the one table of such hints. The
/// parser, the resolver and the inference each ask it for what they cannot make sense of.
public final class Habits {
  /// Names that mean nothing in Ruchy.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("undefined", "write `nil`"),
          Map.entry("True", "write `true`"),
          Map.entry("False", "write `false`"),
          Map.entry("NaN", "write `f64::NAN`"),
          Map.entry("Infinity", "write `f64::INFINITY`"),
          Map.entry("this", "an object calls itself `self`"),
          Map.entry("Error", "any value can be thrown: `throw \"text\"`"),
          Map.entry("instanceof", "write `match x { A { .. } => .. }`"),
          Map.entry("delete", "write `object.remove(key)`"),
          Map.entry("require", "modules are imported with `use`: `use std::fs`"),
          Map.entry("Math", "these are functions: `floor(x)`, `max(a, b)`, or `math::floor(x)`"),
          Map.entry("Date", "`now()` is the present date and time, `current_time_ms()` a number"),
          Map.entry("JSON", "write `json::parse(text)` and `json::stringify(value)`"),
          Map.entry("Object", "these are methods: `object.keys()`, `object.entries()`"),
          Map.entry("Array", "lists are written `[1, 2]`; `is_array(x)` asks for one"),
          Map.entry("Promise", "tasks are made by `async { .. }` or `spawn`, and awaited"),
          Map.entry("parseInt", "write `text.to_i()`, or `parse_int(text)`"),
          Map.entry("parseFloat", "write `text.to_f()`, or `parse_float(text)`"),
          Map.entry("fetch", "write `http::get(url)`"),
          Map.entry("raise", "write `throw`"),
          Map.entry("printf", "write `print(f\"{x:.2} text\")`"),
          Map.entry("isNaN", "write `x.is_nan()`"),
          Map.entry("setTimeout", "write `set_timeout(|| .., ms)`"),
          Map.entry("setInterval", "write `set_interval(|| .., ms)`"),
          Map.entry("structuredClone", "write `x.clone()`"),
          Map.entry(
              "isinstance", "write `type_of(x) == \"string\"`, or `match x { A { .. } => .. }`"),
          Map.entry("lambda", "a function without a name is written `|x| x + 1`"),
          Map.entry("pass", "an empty body is written `{ }`"),
          Map.entry("sorted", "write `xs.sorted()`, or `xs.sort_by(|x| ..)`"),
          Map.entry("reversed", "write `xs.reversed()`"),
          Map.entry(
              "BinaryHeap", "keep a list in order: `xs.push(x); xs = xs.sort()`, and `xs.pop()`"),
          Map.entry(
              "LinkedList", "lists take and give at both ends: `[]` with `push`, `pop`, `shift`"),
          Map.entry("char::from_digit", "write `n.to_string()`, or `n.to_string(16)`"),
          Map.entry("char::from_u32", "write `char(n)`"),
          Map.entry("iter::repeat", "a list of n times x is written `[x; n]`"),
          Map.entry("iter::repeat_n", "a list of n times x is written `[x; n]`"),
          Map.entry("iter::once", "a list of one is written `[x]`"),
          Map.entry("iter::empty", "an empty list is written `[]`"),
          Map.entry(
              "iter::from_fn",
              "write a loop that pushes: `while let Some(x) = f() { xs.push(x) }`"),
          Map.entry("iter::successors", "write a loop: `loop { xs.push(x); x = next(x) }`"),
          Map.entry("repeat", "a list of n times x is written `[x; n]`, text `s.repeat(n)`"),
          Map.entry("swap", "write `(a, b) = (b, a)`"),
          Map.entry("Number", "write `float(x)`, or `int(x)`"),
          Map.entry("Boolean", "write `bool(x)`"),
          Map.entry("del", "write `m.remove(key)`, or `xs.remove(i)`"),
          Map.entry("global", "functions see the variables of the top level: leave it out"),
          Map.entry("process::argv", "write `args()`"),
          Map.entry("process::env", "write `env(\"NAME\")`"),
          Map.entry("mem::swap", "write `(a, b) = (b, a)`"),
          Map.entry("mem::replace", "write `let old = a; a = b`"),
          Map.entry("mem::take", "write `let old = a; a = []`"));

  /// Methods under the names of other languages, and their names here.
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("forEach", "for_each"),
          Map.entry("indexOf", "index_of"),
          Map.entry("lastIndexOf", "last_index_of"),
          Map.entry("charAt", "char_at"),
          Map.entry("toString", "to_string"),
          Map.entry("toUpperCase", "to_uppercase"),
          Map.entry("toLowerCase", "to_lowercase"),
          Map.entry("startsWith", "starts_with"),
          Map.entry("endsWith", "ends_with"),
          Map.entry("replaceAll", "replace_all"),
          Map.entry("padStart", "pad_start"),
          Map.entry("padEnd", "pad_end"),
          Map.entry("trimStart", "trim_start"),
          Map.entry("trimEnd", "trim_end"),
          Map.entry("findIndex", "find_index"),
          Map.entry("flatMap", "flat_map"),
          Map.entry("hasOwnProperty", "has_key"),
          Map.entry("containsKey", "contains_key"),
          Map.entry("add", "push"),
          Map.entry("upcase", "to_upper"),
          Map.entry("downcase", "to_lower"));

  /// Methods of other languages that are written otherwise here.
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("cycle", "take elements by `xs[i % xs.len()]`"),
          Map.entry("try_fold", "write a `for` loop, which `return`, `break` and `?` leave"),
          Map.entry("try_for_each", "write a `for` loop, which `return`, `break` and `?` leave"),
          Map.entry("and_modify", "write `*m.entry(k).or_insert(0) += 1`"),
          Map.entry("splice", "write `xs.remove(i)`, `xs.insert(i, x)` or `xs.slice(a, b)`"),
          Map.entry("at", "write `xs[i]`; a negative index counts from the end"),
          Map.entry("join", "the list comes first: `xs.join(\", \")`"),
          Map.entry("as_mut", "leave it out: values are used as they are"),
          Map.entry("localeCompare", "write `a.compare(b)`, or `a < b`"));

  /// Keywords of other languages.
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "switch", "write `match x { 1 => .., _ => .. }`",
          "constructor", "a constructor is written `new(x) { self.x = x }`",
          "__init__", "a constructor is written `new(x) { self.x = x }`",
          "instanceof", "write `match x { A { .. } => .. }`",
          "typeof", "write `type_of(x)`",
          "new", "objects are made without `new`: `A(5)`",
          "not", "write `!x`",
          "function", "functions are declared with `fun`",
          "def", "functions are declared with `fun`",
          "func", "functions are declared with `fun`");

  /// Forms of other languages.
  private static final Map<Form, String> FORMS =
      Map.of(
          Form.COUNTING_LOOP, "write `for i in 0..10 { }`",
          Form.LOOP_OVER, "write `for x in xs { }`",
          Form.CONSTANT_PATTERN, "write `let {a} = ..`; a constant has one name",
          Form.CLOSURE_ARGUMENT, "a comma separates arguments: `get(\"/\", |req, res| ..)`",
          Form.TEMPLATE, "text with values in it is written f\"hello {name}\"",
          Form.LET_CHAIN,
              "all behind `=` is the value: write an `if` within, or `match x { Some(y) if y > 1 =>"
                  + " .. }`",
          Form.NEW_VARIABLE, "a new variable is declared: `let x = ..`");

  /// What `Not supported yet` tells the way around of.
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "`$` in a format spec",
          "pad the text itself: `x.to_string().pad_start(width)`; `to_fixed(n)` rounds",
          "write!",
          "write `text += f\"..\"`",
          "writeln!",
          "write `text += f\"..\\n\"`",
          "is",
          "write `type_of(x)`, or `match x { A { .. } => .. }`");

  /// What is written otherwise here, and is no name.
  public enum Form {
    COUNTING_LOOP,
    LOOP_OVER,
    CONSTANT_PATTERN,
    CLOSURE_ARGUMENT,
    TEMPLATE,
    LET_CHAIN,
    NEW_VARIABLE
  }

  private Habits() {}

  /// For a name that nothing has here; null if no other language is known to have it. Of a path its
  /// end or its beginning may be known: `iter::repeat`, `BinaryHeap::new`.
  public static @Nullable String ofName(String name) {
    List<String> path = new ArrayList<>(List.of(name.split("::", -1)));
    for (String group : List.of("std", "collections")) {
      if (path.size() > 1 && path.getFirst().equals(group)) {
        path.removeFirst();
      }
    }
    String known = null;
    for (int length = path.size(); length > 0 && known == null; length--) {
      known = NAMES.get(String.join("::", path.subList(0, length)));
    }
    return known;
  }

  /// For a member that a value does not have, whose members are `names`.
  public static @Nullable String ofMember(String name, Collection<String> names) {
    String here = MEMBERS.get(name);
    return here != null && names.contains(here) ? Nearest.hint(here) : OTHERWISE.get(name);
  }

  /// The way around what is not supported; null if there is none.
  public static @Nullable String ofUnsupported(String what) {
    boolean isWidth = what.startsWith("width from an argument");
    return UNSUPPORTED.get(isWidth ? "`$` in a format spec" : what);
  }

  /// For a word that stands where the grammar has none.
  public static @Nullable String ofKeyword(String word) {
    return KEYWORDS.get(word);
  }

  public static @Nullable String of(Form form) {
    return FORMS.get(form);
  }
}
