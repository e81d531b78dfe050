package ruchy.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.Compiled;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class EmittedCodeTest {
  /// The parameters of a loop over a list whose functions capture nothing.
  private static final String ONE_LIST = "(Lruchy/runtime/value/ListValue;)";

  /// The calls of one method of the main class, as `owner.name`.
  private static List<String> calls(Classes classes, String method, String descriptor) {
    return typedCalls(classes, method, descriptor).stream()
        .map(call -> call.replaceFirst("\\(.*", ""))
        .toList();
  }

  /// The same with their descriptors.
  private static List<String> typedCalls(Classes classes, String method, String descriptor) {
    List<String> calls = new ArrayList<>();
    boolean[] found = {false};
    byte[] file = classes.files().get("ruchy/program/Main");
    new ClassReader(file)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String actual, String signature, String[] exceptions) {
                if (!name.equals(method) || !actual.equals(descriptor)) {
                  return null;
                }
                found[0] = true;
                return new CallCollector(calls);
              }
            },
            0);
    assertTrue(found[0], () -> "no method " + method + descriptor);
    return calls;
  }

  private static final class CallCollector extends MethodVisitor {
    private final List<String> calls;

    CallCollector(List<String> calls) {
      super(Opcodes.ASM9);
      this.calls = calls;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      calls.add(owner.substring(owner.lastIndexOf('/') + 1) + "." + name + descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      calls.add("invokedynamic");
    }
  }

  @Test
  void the_detector_is_told_of_what_code_looks_into_and_only_when_it_is_wanted() {
    String program = "fun f(xs) { xs.push(1); xs[0] }\nprintln(f([2]))";
    String list = "(Lruchy/runtime/value/ListValue;)J";
    assertEquals(
        2,
        calls(Compiled.detectingClasses(program), "f", list).stream()
            .filter(call -> call.equals("Detector.touch"))
            .count());
    assertFalse(calls(Compiled.classes(program), "f", list).contains("Detector.touch"));
  }

  @Test
  void fib_of_integers_is_a_static_method_on_longs_without_boxing() {
    Classes classes =
        Compiled.classes(
            """
            fun fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
            println(fib(30))
            """);
    assertEquals(
        List.of("Main.fib", "Main.fib", "Arithmetic.add"),
        calls(classes, "fib", "(J)J"),
        "what is not less than 2 can be made smaller without a check");
  }

  @Test
  void a_loop_over_the_parts_of_a_text_makes_no_list_of_them() {
    Classes classes =
        Compiled.classes(
            """
            fun words(text) { let n = 0; for w in text.split(" ") { n += w.len() }; n }
            println(words("a b"))
            """);
    assertEquals(
        List.of("TextParts.separated", "TextParts.next", "StringMembers.len"),
        calls(classes, "words", "(Ljava/lang/String;)J"));
  }

  @Test
  void a_counter_up_to_a_length_reads_and_writes_elements_by_an_int() {
    Classes classes =
        Compiled.classes(
            """
            fun twice(xs) { for i in 0..xs.len() { xs[i] = xs[i] + xs[i - 1] } }
            twice([1, 2, 3])
            """);
    assertEquals(
        List.of(
            "ListMembers.len(Lruchy/runtime/value/ListValue;)J",
            "ListValue.getLong(I)J",
            "ListValue.getLong(I)J",
            "Arithmetic.add(JJ)J",
            "ListValue.set(IJ)V"),
        typedCalls(classes, "twice", "(Lruchy/runtime/value/ListValue;)V"));
  }

  @Test
  void a_counter_up_to_an_unknown_integer_reads_elements_by_an_int_where_it_is_one() {
    Classes classes =
        Compiled.classes(
            """
            fun sum(xs, n) { let t = 0.0; for i in 0..n { t += xs[i] + xs[i + 1] }; t }
            println(sum([1.5, 2.5], "1".to_int()))
            """);
    assertEquals(
        List.of(
            "Segments.last(JJ)J",
            "Segments.first(J)I",
            "ListValue.getDouble(IJ)D",
            "ListValue.getDouble(IJ)D"),
        typedCalls(classes, "sum", "(Lruchy/runtime/value/ListValue;J)D"));
  }

  @Test
  void what_all_calls_give_and_how_often_loops_go_round_leaves_no_overflow_to_check() {
    Classes classes =
        Compiled.classes(
            """
            fun count(limit) {
                let total = 0
                for i in 0..limit { for j in i..limit { total += (i * j) % 7 } }
                total
            }
            println(count(5000), count(20))
            """);
    assertEquals(List.of(), calls(classes, "count", "(J)J"));
  }

  @Test
  void a_call_with_something_unknown_keeps_the_checks_of_a_parameter() {
    Classes classes =
        Compiled.classes(
            """
            fun next(n) { n + 1 }
            println(next(1), next("5".len() * 9223372036854775807))
            """);
    assertEquals(List.of("Arithmetic.add"), calls(classes, "next", "(J)J"));
  }

  @Test
  void what_is_counted_over_a_list_stays_within_64_bits() {
    Classes classes =
        Compiled.classes(
            """
            fun odd(numbers) { let odd = 0; for n in numbers { if n % 2 != 0 { odd += 1 } }; odd }
            println(odd([1, 2, 3]))
            """);
    assertEquals(
        List.of("ListValue.snapshot", "ListValue.size", "ListValue.getLong", "ListValue.release"),
        calls(classes, "odd", "(Lruchy/runtime/value/ListValue;)J"));
  }

  @Test
  void counting_while_a_condition_holds_checks_no_overflow() {
    Classes classes =
        Compiled.classes(
            """
            fun count(n) { let i = 0; while i < n { i += 1 }; while i > 0 { i -= 1 }; i % 7 }
            println(count(5))
            """);
    assertEquals(List.of(), calls(classes, "count", "(J)J"));
  }

  @Test
  void what_a_loop_may_have_changed_is_checked() {
    Classes classes =
        Compiled.classes(
            """
            fun count(n) { let i = 0; while i < n { i = i * 2 + 1; i += 1 }; i }
            println(count(5))
            """);
    assertEquals(
        List.of("Arithmetic.multiply", "Arithmetic.add", "Arithmetic.add"),
        calls(classes, "count", "(J)J"));
  }

  @Test
  void integers_are_keys_and_values_of_maps_without_boxes() {
    Classes classes =
        Compiled.classes(
            """
            fun fill(n) {
                let m = {}
                for i in 0..n { m[i] = m.get(i, 0) + 1; if i in m { m.insert(i, m[i] * 2) } }
                m
            }
            println(fill(3).len())
            """);
    assertEquals(
        List.of(
            "HashMapValue.<init>()V",
            "MapValue.getInteger(JJ)J",
            "Arithmetic.add(JJ)J",
            "MapValue.putInteger(JJ)V",
            "MapValue.has(J)Z",
            "MapValue.indexInteger(J)J",
            "Arithmetic.multiply(JJ)J",
            "MapValue.putInteger(JJ)V"),
        typedCalls(classes, "fill", "(J)Lruchy/runtime/value/MapValue;"));
  }

  @Test
  void an_entry_is_counted_by_two_calls_of_the_map() {
    Classes classes =
        Compiled.classes(
            """
            fun count(words) {
                let m = {}
                for word in words { *m.entry(word).or_insert(0) += 1 }
                m
            }
            println(count(["a", "b"]).len())
            """);
    assertEquals(
        List.of(
            "MapValue.getOrInsertInteger(Ljava/lang/Object;J)J",
            "Arithmetic.add(JJ)J",
            "MapValue.putInteger(Ljava/lang/Object;J)V"),
        typedCalls(
                classes, "count", "(Lruchy/runtime/value/ListValue;)Lruchy/runtime/value/MapValue;")
            .stream()
            .filter(call -> call.startsWith("MapValue") || call.startsWith("Arithmetic"))
            .toList());
  }

  @Test
  void what_is_not_nil_after_a_test_is_a_number() {
    Classes classes =
        Compiled.classes(
            """
            fun next(m, k) { let v = m.get(k); if v == nil { return 0 }; v + 1 }
            println(next({1: 2}, 1))
            """);
    assertEquals(
        List.of("MapValue.get(J)Ljava/lang/Object;", "Long.longValue()J", "Arithmetic.add(JJ)J"),
        typedCalls(classes, "next", "(Lruchy/runtime/value/MapValue;J)J"));
  }

  @Test
  void a_list_has_room_for_what_a_loop_adds() {
    Classes classes =
        Compiled.classes(
            """
            fun numbers(n) { let xs = []; for i in 0..n { xs.push(i) }; xs }
            println(numbers("3".to_int()))
            """);
    assertEquals(
        List.of("ListValue.withLongCapacity", "ListValue.reserve", "ListValue.add"),
        calls(classes, "numbers", "(J)Lruchy/runtime/value/ListValue;"));
  }

  @Test
  void a_loop_over_a_list_of_integers_reads_longs() {
    Classes classes =
        Compiled.classes(
            """
            fun total(xs) { let t = 0; for x in xs { t += x }; t }
            println(total([1, 2, 3]))
            """);
    assertEquals(
        List.of(
            "ListValue.snapshot",
            "ListValue.size",
            "ListValue.getLong",
            "Arithmetic.add",
            "ListValue.release"),
        calls(classes, "total", "(Lruchy/runtime/value/ListValue;)J"));
  }

  @Test
  void fields_of_an_object_literal_are_read_without_a_call() {
    Classes classes =
        Compiled.classes(
            """
            fun sum(p) { p.x + p.y }
            println(sum({x: 1, y: 2}))
            """);
    assertEquals(List.of("Arithmetic.add"), calls(classes, "sum", "(Lruchy/program/Object0;)J"));
  }

  @Test
  void a_counted_loop_of_floats_calls_nothing() {
    Classes classes =
        Compiled.classes(
            """
            fun halves(n) { let t = 0.0; for i in 0..n { t += i * 0.5 }; t }
            println(halves(10))
            """);
    assertEquals(List.of(), calls(classes, "halves", "(J)D"));
  }

  @Test
  void a_chain_of_list_methods_is_one_loop_without_boxes_or_lists_between() {
    Classes classes =
        Compiled.classes(
            """
            fun total(xs) { xs.filter(|x| x % 2 == 1).map(|x| x * 2).sum() }
            println(total([1, 2, 3]))
            """);
    List<String> loop = calls(classes, "total$part", ONE_LIST + "J");
    assertEquals(
        List.of(
            "ListValue.snapshot",
            "ListValue.size",
            "ListValue.getLong",
            "Main.closure",
            "Main.closure$2",
            "Math.addExact",
            "ListValue.release"),
        loop.subList(0, 7));
    assertEquals(
        List.of(
            "ListCallMembers.filter",
            "ListCallMembers.map",
            "ListOrderMembers.sum",
            "Long.longValue"),
        loop.subList(7, loop.size()),
        "what runs when the loop has raised");
  }

  @Test
  void methods_whose_functions_have_effects_are_loops_of_their_own() {
    Classes classes =
        Compiled.classes(
            """
            fun shown(xs) { xs.map(|x| { println(x); x + 1 }).filter(|x| x > 2) }
            println(shown([1, 2, 3]))
            """);
    List<String> calls =
        calls(classes, "shown", "(Lruchy/runtime/value/ListValue;)Lruchy/runtime/value/ListValue;");
    assertEquals(List.of("Main.shown$part", "Main.shown$part$2"), calls);
  }

  @Test
  void a_range_is_walked_without_a_list() {
    Classes classes =
        Compiled.classes(
            """
            fun squares(n) { (0..n).map(|x| x * x).sum() }
            println(squares(4))
            """);
    List<String> loop = calls(classes, "squares$part", "(Lruchy/runtime/value/RangeValue;)J");
    assertEquals(
        List.of(
            "RangeValue.fitsInList",
            "RangeValue.lengthAsList",
            "RangeValue.start",
            "Main.closure",
            "Math.addExact"),
        loop.subList(0, 5));
  }

  @Test
  void numbers_are_pushed_without_boxes() {
    Classes classes =
        Compiled.classes(
            """
            fun numbers(n) { let xs = []; for i in 0..n { xs.push(i * 2) }; xs }
            println(numbers("3".to_int()))
            """);
    assertEquals(
        List.of(
            "ListValue.withLongCapacity",
            "ListValue.reserve",
            "Arithmetic.multiply",
            "ListValue.add"),
        calls(classes, "numbers", "(J)Lruchy/runtime/value/ListValue;"));
  }

  @Test
  void appending_to_globals_and_fields_makes_no_text_of_the_whole() {
    Classes classes =
        Compiled.classes(
            """
            struct Page { text: String }
            impl Page {
              fun put(&mut self, s) { self.text += s }
              fun push(&mut self, s) { self.text.push_str(s) }
            }
            let log = ""
            fun emit(s) { log += s }
            fun member(o, s) { o.text = o.text + s; nil }
            let page = Page { text: "" }
            page.put("a")
            page.push("b")
            emit("c")
            member({text: ""}, "d")
            println(page.text, log)
            """);
    List<String> append = List.of("GrowingText.append");
    String text = "Ljava/lang/String;";
    String page = "Lruchy/program/Page$Type;";
    assertEquals(append, calls(classes, "emit", "(" + text + ")" + text));
    assertEquals(append, calls(classes, "Page$put", "(" + page + text + ")" + text));
    assertEquals(append, calls(classes, "Page$push", "(" + page + text + ")V"));
    assertEquals(append, calls(classes, "member", "(Lruchy/program/Object0;" + text + ")V"));
  }

  @Test
  void what_nobody_appends_to_holds_plain_text() {
    Classes classes =
        Compiled.classes(
            """
            let log = ""
            fun set(s) { log = s + "!"; nil }
            set("a")
            println(log)
            """);
    assertEquals(List.of("String.concat"), calls(classes, "set", "(Ljava/lang/String;)V"));
  }

  @Test
  void the_same_program_gives_the_same_classes() {
    String program =
        """
        let users = [{id: 1, name: "Ann"}]
        fun f(x, g) { g(x) }
        println(f(1, |x| x + 1), f("a", |s| s + "!"), users.map(|u| u.name))
        for u in users { println(u.id) }
        """;
    Map<String, byte[]> first = Compiled.classes(program).files();
    Map<String, byte[]> second = Compiled.classes(program).files();
    assertEquals(List.copyOf(first.keySet()), List.copyOf(second.keySet()));
    first.forEach((name, file) -> assertArrayEquals(file, second.get(name), name));
  }

  @Test
  void only_the_rooms_that_a_program_reaches_are_named() {
    assertEquals("[system]", Compiled.classes("println(\"Hello\")\n").rooms().toString());
  }

  @Test
  void a_program_reaches_the_driver_of_the_data_base_that_it_names_and_both_if_it_names_none() {
    assertEquals("[db, sqlite]", rooms("db::connect(\"sqlite:a.db\")"));
    assertEquals("[db, postgres]", rooms("db::connect(\"postgres://h/n\")"));
    assertEquals(
        "[db, postgres, sqlite]", rooms("fun f(a) { db::connect(a) }\nf(\"sqlite:\" + \"a.db\")"));
    assertEquals("[db, postgres, sqlite]", rooms("let c = db::connect\nc(\"sqlite:a.db\")"));
  }

  private static String rooms(String program) {
    return Compiled.classes("use std::db\n" + program + "\n").rooms().toString();
  }
}
