package ruchy.compiler.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What to write for what people bring along from other languages: the one table of such hints. The
/// parser, the resolver and the inference each ask it for what they cannot make sense of.
public final class Habits {
  /// Names that mean nothing in Ruchy.
  private static final Map<String, String> NAMES =
      table(
          """
          undefined => write `nil`
          True => write `true`
          False => write `false`
          NaN => write `f64::NAN`
          Infinity => write `f64::INFINITY`
          this => an object calls itself `self`
          Error => any value can be thrown: `throw "text"`
          instanceof => write `match x { A { .. } => .. }`
          delete => write `object.remove(key)`
          require => modules are imported with `use`: `use std::fs`
          Math => these are functions: `floor(x)`, `max(a, b)`, or `math::floor(x)`
          Date => `now()` is the present date and time, `current_time_ms()` a number
          JSON => write `json::parse(text)` and `json::stringify(value)`
          Object => these are methods: `object.keys()`, `object.entries()`
          Array => lists are written `[1, 2]`; `is_array(x)` asks for one
          Promise => tasks are made by `async { .. }` or `spawn`, and awaited
          parseInt => write `text.to_i()`, or `parse_int(text)`
          parseFloat => write `text.to_f()`, or `parse_float(text)`
          fetch => write `http::get(url)`
          raise => write `throw`
          printf => write `print(f"{x:.2} text")`
          isNaN => write `x.is_nan()`
          setTimeout => write `set_timeout(|| .., ms)`
          setInterval => write `set_interval(|| .., ms)`
          structuredClone => write `x.clone()`
          isinstance => write `type_of(x) == "string"`, or `match x { A { .. } => .. }`
          lambda => a function without a name is written `|x| x + 1`
          pass => an empty body is written `{ }`
          sorted => write `xs.sorted()`, or `xs.sort_by(|x| ..)`
          reversed => write `xs.reversed()`
          BinaryHeap => write `let s = BTreeSet::new()`, `s.insert((priority, x))`, `s.pop_first()`
          LinkedList => lists take and give at both ends: `[]` with `push`, `pop`, `shift`
          char::from_digit => write `n.to_string()`, or `n.to_string(16)`
          char::from_u32 => write `char(n)`
          iter::repeat => a list of n times x is written `[x; n]`
          iter::repeat_n => a list of n times x is written `[x; n]`
          iter::once => a list of one is written `[x]`
          iter::empty => an empty list is written `[]`
          iter::from_fn => write a loop that pushes: `while let Some(x) = f() { xs.push(x) }`
          iter::successors => write a loop: `loop { xs.push(x); x = next(x) }`
          repeat => a list of n times x is written `[x; n]`, text `s.repeat(n)`
          swap => write `(a, b) = (b, a)`
          Number => write `float(x)`, or `int(x)`
          Boolean => write `bool(x)`
          del => write `m.remove(key)`, or `xs.remove(i)`
          global => functions see the variables of the top level: leave it out
          process::argv => write `args()`
          process::env => write `env("NAME")`
          mem::swap => write `(a, b) = (b, a)`
          mem::replace => write `let old = a; a = b`
          mem::take => write `let old = a; a = []`
          """);

  /// Methods under the names of other languages, and their names here.
  private static final Map<String, String> MEMBERS =
      table(
          """
          forEach => for_each
          indexOf => index_of
          lastIndexOf => last_index_of
          charAt => char_at
          toString => to_string
          toUpperCase => to_uppercase
          toLowerCase => to_lowercase
          startsWith => starts_with
          endsWith => ends_with
          replaceAll => replace_all
          padStart => pad_start
          padEnd => pad_end
          trimStart => trim_start
          trimEnd => trim_end
          findIndex => find_index
          flatMap => flat_map
          hasOwnProperty => has_key
          containsKey => contains_key
          add => push
          upcase => to_upper
          downcase => to_lower
          """);

  /// Methods of other languages that are written otherwise here.
  private static final Map<String, String> OTHERWISE =
      table(
          """
          cycle => take elements by `xs[i % xs.len()]`
          try_fold => write a `for` loop, which `return`, `break` and `?` leave
          try_for_each => write a `for` loop, which `return`, `break` and `?` leave
          and_modify => write `*m.entry(k).or_insert(0) += 1`
          splice => write `xs.remove(i)`, `xs.insert(i, x)` or `xs.slice(a, b)`
          at => write `xs[i]`; a negative index counts from the end
          join => the list comes first: `xs.join(", ")`
          as_mut => leave it out: values are used as they are
          localeCompare => write `a.compare(b)`, or `a < b`
          """);

  /// Keywords of other languages.
  private static final Map<String, String> KEYWORDS =
      table(
          """
          switch => write `match x { 1 => .., _ => .. }`
          constructor => a constructor is written `new(x) { self.x = x }`
          __init__ => a constructor is written `new(x) { self.x = x }`
          instanceof => write `match x { A { .. } => .. }`
          typeof => write `type_of(x)`
          new => objects are made without `new`: `A(5)`
          not => write `!x`
          function => functions are declared with `fun`
          def => functions are declared with `fun`
          func => functions are declared with `fun`
          """);

  /// What `Not supported yet` tells the way around of.
  private static final Map<String, String> UNSUPPORTED =
      table(
          """
          `$` in a format spec => pad the text itself: `x.to_string().pad_start(width)`; `to_fixed(n)` rounds
          write! => write `text += f".."`
          writeln! => write `text += f"..\\n"`
          is => write `type_of(x)`, or `match x { A { .. } => .. }`
          """);

  /// What is written otherwise here, and is no name.
  public enum Form {
    COUNTING_LOOP("write `for i in 0..10 { }`"),
    LOOP_OVER("write `for x in xs { }`"),
    CONSTANT_PATTERN("write `let {a} = ..`; a constant has one name"),
    CLOSURE_ARGUMENT("a comma separates arguments: `get(\"/\", |req, res| ..)`"),
    TEMPLATE("text with values in it is written f\"hello {name}\""),
    NEW_VARIABLE("a new variable is declared: `let x = ..`");

    private final String hint;

    Form(String hint) {
      this.hint = hint;
    }
  }

  private Habits() {}

  /// A row for each entry: what people write, ` => `, and what is told them.
  private static Map<String, String> table(String rows) {
    return rows.lines()
        .map(row -> row.split(" => ", 2))
        .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> row[1]));
  }

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

  public static String of(Form form) {
    return form.hint;
  }
}
