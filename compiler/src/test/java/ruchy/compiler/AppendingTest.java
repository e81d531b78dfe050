package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.Compiler.Options;
import ruchy.compiler.resolve.ModuleSource;

/// Appending to text is linear wherever the text lies: the memory that a program asks for tells how
/// often it copies what is there already, whatever else the machine does.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class AppendingTest {
  private static final int APPENDS = 20_000;
  private static final int PIECE = 50;

  /// Copying at each append takes at least ten gigabytes, the text itself one megabyte.
  private static final long MOST_BYTES = 1L << 30;

  private record Place(String name, String before, String append, String after) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("a variable", "let s = \"\"", "s += piece", "s"),
          new Place("a variable of unknown kind", "let s = parse_json(\"''\")", "s += piece", "s"),
          new Place(
              "a variable that was nil",
              "let s = nil",
              "if s == nil { s = piece } else { s += piece }",
              "s"),
          new Place("a variable by push_str", "let s = \"\"", "s.push_str(piece)", "s"),
          new Place(
              "a variable in an arm",
              "let s = \"\"",
              "match i % 2 { 0 => s += piece, _ => { s += piece } }",
              "s"),
          new Place(
              "a variable in an if let",
              "let s = \"\"",
              "if let Some(more) = Some(piece) { s += more }",
              "s"),
          new Place(
              "a variable in a try", "let s = \"\"", "try { s += piece } catch e { s = e }", "s"),
          new Place(
              "a variable by a choice",
              "let s = \"\"",
              "s = if i % 2 == 0 { s + piece } else { f\"{s}{piece}\" }",
              "s"),
          new Place(
              "a variable by a ternary", "let s = nil", "s = i == 0 ? piece : s + piece", "s"),
          new Place(
              "a field by a match in a block",
              """
              class C { text = ""
                fun add(n, s) { self.text = { let more = s; match n % 2 { 0 => self.text + more, _ => self.text + s } } } }
              let c = C()
              """,
              "c.add(i, piece)",
              "c.text"),
          new Place("a variable by an f-string", "let s = \"\"", "s = f\"{s}{piece}\"", "s"),
          new Place(
              "a variable by a sum that begins with an f-string",
              "let s = \"\"\nlet nothing = \"\"",
              "s = f\"{s}{piece}\" + nothing",
              "s"),
          new Place(
              "a variable of unknown kind by an f-string",
              "let s = parse_json(\"''\")",
              "s = f\"{s}{piece}\"",
              "s"),
          new Place(
              "a member by an f-string",
              "let o = {text: \"\"}",
              "o.text = f\"{o.text}{piece}\"",
              "o.text"),
          new Place(
              "a field by an f-string",
              """
              class C { text = ""
                fun add(s) { self.text = f"{self.text}{s}" } }
              let c = C()
              """,
              "c.add(piece)",
              "c.text"),
          new Place(
              "a variable whose length is asked for",
              "let s = \"\"",
              "if s.len() >= 0 { s += piece }",
              "s"),
          new Place(
              "a variable of unknown kind whose length is asked for",
              "let s = parse_json(\"''\")",
              "if s.len() >= 0 { s += piece }",
              "s"),
          new Place(
              "a variable of which one asks whether it is empty",
              "let s = \"\"",
              "if s.is_empty() || s != \"\" { s += piece }",
              "s"),
          new Place(
              "a variable of unknown kind of which one asks whether it is empty",
              "let s = parse_json(\"''\")",
              "if s == \"\" || !s.is_empty() { s += piece }",
              "s"),
          new Place(
              "a field of which one asks whether it is empty",
              """
              class C { text = ""
                fun add(s) { if self.text != "" { self.text += "" }
                  if self.text.is_empty() { self.text = s } else { self.text += s } } }
              let c = C()
              """,
              "c.add(piece)",
              "c.text"),
          new Place(
              "a member whose length is asked for",
              "let o = {text: \"\"}",
              "if o.text.len() >= 0 { o.text += piece }",
              "o.text"),
          new Place("a cell", "let c = Mutex::new(\"\")", "*c += piece", "c"),
          new Place(
              "a cell by a lock",
              "let c = Arc::new(Mutex::new(\"\"))",
              "*c.lock().unwrap() += piece",
              "c"),
          new Place(
              "a cell by an f-string", "let c = Mutex::new(\"\")", "*c = f\"{*c}{piece}\"", "c"),
          new Place(
              "a cell by push",
              "let c = RefCell::new(\"\")",
              "c.borrow_mut().push_str(piece)",
              "c"),
          new Place(
              "a cell by a name for its lock",
              "let c = Mutex::new(\"\")",
              "let text = c.lock().unwrap(); text.push_str(piece)",
              "c"),
          new Place(
              "an entry that is inserted by push",
              "let m = {}",
              "m.entry(\"k\").or_insert(String::new()).push_str(piece)",
              "m[\"k\"]"),
          new Place("an element of a list", "let xs = [\"\", \"\"]", "xs[1] += piece", "xs[1]"),
          new Place(
              "an element while the list grows",
              "let xs = [\"\"]",
              "xs[0] += piece; xs.push(i)",
              "xs[0]"),
          new Place("an element by push", "let xs = [\"\"]", "xs[0].push(piece)", "xs[0]"),
          new Place("an element within", "let xs = [[\"\"]]", "xs[0][0] += piece", "xs[0][0]"),
          new Place("an entry", "let m = {}; m[\"k\"] = \"\"", "m[\"k\"] += piece", "m[\"k\"]"),
          new Place("an entry of another key", "let m = {}; m[7] = \"\"", "m[7] += piece", "m[7]"),
          new Place("an entry by push", "let m = {}; m[1] = \"\"", "m[1].push_str(piece)", "m[1]"),
          new Place(
              "an entry that is inserted",
              "let m = {}",
              "*m.entry(\"k\").or_insert(\"\") += piece",
              "m[\"k\"]"),
          new Place(
              "an entry that is inserted by a function",
              "let m = HashMap::new()",
              "*m.entry(i % 1).or_insert_with(String::new) += piece",
              "m[0]"),
          new Place(
              "a member by an instance",
              """
              struct P { text: String } impl P { fun to_string(&self) { self.text } }
              let o = {text: ""}
              let p = P { text: "x".repeat(50) }
              """,
              "o.text += p",
              "o.text"),
          new Place(
              "a fold",
              "let s = \"\"",
              "if i == 0 { s = (0..20000).map(|n| n).fold(\"\", |all, n| all + piece) }",
              "s"),
          new Place(
              "a fold of a range by several sums",
              "let s = \"\"\nlet none = \"\"",
              "if i == 0 { s = (0..20000).fold(\"\".to_string(), |all, n| { all + none + &piece })"
                  + " }",
              "s"),
          new Place(
              "a fold that pushes",
              "let s = \"\"",
              "if i == 0 { s = (0..20000).fold(String::new(), |mut all, n| "
                  + "{ if n > 0 { all.push_str(\"\") } all += piece; all }) }",
              "s"),
          new Place(
              "a fold by a macro",
              "let s = \"\"\nlet none = \"\"",
              "if i == 0 { s = (0..20000).map(|n| n)"
                  + ".fold(String::from(\"\"), |all, n| format!(\"{}{}{none}\", all, piece)) }",
              "s"),
          new Place("a member", "let o = {text: \"\"}", "o.text += piece", "o.text"),
          new Place(
              "a member by several operands of unknown kind",
              "let o = parse_json('{\"text\": \"\"}')\nlet none = parse_json(\"''\")",
              "o.text = o.text + none + piece",
              "o.text"),
          new Place("a member as entry", "let o = {text: \"\"}", "o[\"text\"] += piece", "o.text"),
          new Place(
              "a member of what was read",
              "let o = parse_json('{\"text\": \"\"}')",
              "o.text += piece",
              "o.text"),
          new Place(
              "a field of an element",
              "struct S { text: String } let xs = [S { text: \"\" }]",
              "xs[0].text += piece",
              "xs[0].text"),
          new Place(
              "a field that was nil",
              """
              class C { text = nil
                fun add(s) { if self.text == nil { self.text = s } else { self.text += s } } }
              let c = C()
              """,
              "c.add(piece)",
              "c.text"),
          new Place(
              "a field of a tuple struct",
              "struct P(String, i64) let p = P(\"\", 1)",
              "p.0 += piece",
              "p.0"),
          new Place(
              "a field by push",
              """
              struct S { text: String }
              impl S { fun add(&mut self, s) { self.text.push(s) } }
              let s = S { text: "" }
              """,
              "s.add(piece)",
              "s.text"));

  /// Where it must be known what is called.
  private static final List<Place> KNOWN_PLACES =
      List.of(
          new Place("a variable in each", "let s = \"\"", "[piece].each(|x| s += x)", "s"),
          new Place(
              "a member in for_each of a range",
              "let o = {text: \"\"}",
              "(0..1).for_each(|n| { o.text += piece })",
              "o.text"),
          new Place(
              "an entry by get",
              "let m = HashMap::new()",
              "m[\"k\"] = m.get(\"k\", \"\") + piece",
              "m[\"k\"]"),
          new Place(
              "an entry by get and unwrap_or",
              "let m = {}; m[\"x\"] = \"\"",
              "m[\"k\"] = m.get(\"k\").unwrap_or(\"\") + piece",
              "m[\"k\"]"),
          new Place(
              "an entry by get or else",
              "let m = {}; m[\"x\"] = \"\"",
              "m[\"k\"] = (m.get(\"k\") ?? \"\") + piece",
              "m[\"k\"]"),
          new Place(
              "an entry by insert",
              "let m = {}; m[\"x\"] = \"\"",
              "m.insert(\"k\", m.get(\"k\").unwrap_or(\"\") + piece)",
              "m[\"k\"]"),
          new Place(
              "an entry by set",
              "let m = {}; m[\"k\"] = \"\"",
              "m.set(\"k\", m[\"k\"] + piece)",
              "m[\"k\"]"));

  @TestFactory
  List<DynamicTest> appending_copies_no_text_again_and_again() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Place place : KNOWN_PLACES) {
      tests.add(DynamicTest.dynamicTest(place.name(), () -> check(place, true)));
    }
    for (Place place : PLACES) {
      for (boolean specialise : new boolean[] {true, false}) {
        String name = place.name() + (specialise ? "" : ", not specialised");
        tests.add(DynamicTest.dynamicTest(name, () -> check(place, specialise)));
      }
    }
    return tests;
  }

  private static void check(Place place, boolean specialise) throws Exception {
    String program =
        place.before().replace("\"''\"", "'\"\"'")
            + "\nlet piece = \"x\".repeat("
            + PIECE
            + ")\nfor i in 0.."
            + APPENDS
            + " { "
            + place.append()
            + " }\nprintln("
            + place.after()
            + ".len())\n";
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    // What the emitted code allocates is measured: the detector would add to it.
    String printed =
        ProgramsTest.run(
            "appending.ruchy", program, ModuleSource.NONE, specialise, Options.Detector.ABSENT);
    long bytes = threads.getTotalThreadAllocatedBytes() - before;
    assertEquals(APPENDS * PIECE + "\n", printed);
    assertTrue(bytes < MOST_BYTES, () -> bytes + " bytes");
  }
}
