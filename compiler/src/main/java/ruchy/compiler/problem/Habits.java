package ruchy.compiler.problem;

import java.util.Collection;
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
          Map.entry("printf", "write `print(f\"{x:.2} text\")`"));

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
          Form.TEMPLATE, "text with values in it is written f\"hello {name}\"");

  /// What is written otherwise here, and is no name.
  public enum Form {
    COUNTING_LOOP,
    LOOP_OVER,
    CONSTANT_PATTERN,
    CLOSURE_ARGUMENT,
    TEMPLATE
  }

  private Habits() {}

  /// For a name that nothing has here; null if no other language is known to have it.
  public static @Nullable String ofName(String name) {
    return NAMES.get(name);
  }

  /// For a member that a value does not have, whose members are `names`.
  public static @Nullable String ofMember(String name, Collection<String> names) {
    String here = MEMBERS.get(name);
    return here != null && names.contains(here) ? Nearest.hint(here) : null;
  }

  /// For a word that stands where the grammar has none.
  public static @Nullable String ofKeyword(String word) {
    return KEYWORDS.get(word);
  }

  public static @Nullable String of(Form form) {
    return FORMS.get(form);
  }
}
