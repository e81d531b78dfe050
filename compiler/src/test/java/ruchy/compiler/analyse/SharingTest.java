package ruchy.compiler.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.compiler.Compiled;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.runtime.library.Library;

/// Which tasks touch state that others can reach (L 12.3).
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SharingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "let n = 0\nspawn { n += 1 }",
        "let xs = []\nspawn { xs.push(1) }\nxs.push(2)",
        "class C { n = 0 }\nlet c = C()\nspawn { c.n += 1 }",
        "async fun bump(m) { m.n += 1 }\nbump({n: 0})",
        "fun f(xs) { spawn { xs.push(1) } }\nf([1])",
        "let cell = Mutex::new([])\nspawn { cell.lock().unwrap().push(1) }",
        "let hits = AtomicI64::new(0)\nspawn { hits.fetch_add(1) }"
      })
  void a_task_shares_what_it_captures_and_can_change(String program) {
    assertEquals(true, taskShares(program), program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "let t = async { {n: 1} }\nspawn { let m = await t; m.n += 1 }",
        "let t = async { {n: 1} }\nspawn { let m = t.join(); m.n += 1 }",
        "let t = async { {n: 1} }\nspawn { for m in async::wait_all([t]) { m.n += 1 } }",
        "let (tx, rx) = channel()\ntx.send({n: 0})\nspawn { for m in rx { m.n += 1 } }",
        "let (tx, rx) = channel()\ntx.send({n: 0})\nspawn { rx.recv().n += 1 }"
      })
  void a_task_shares_what_other_tasks_hand_to_it(String program) {
    assertEquals(true, taskShares(program), program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for n in [30, 31] { async { let xs = []; for i in 0..n { xs.push(i) }; xs.sum() } }",
        "let limit = 5\nlet name = \"x\"\nspawn { println(name, limit) }",
        "fun fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }\nspawn { fib(20) }",
        "let (tx, rx) = channel()\nspawn { tx.send(1) }",
        "spawn { sleep(1); [1, 2].map(|x| x + 1).join(\",\") }"
      })
  void a_task_that_uses_only_its_own_shares_nothing(String program) {
    assertEquals(false, taskShares(program), program);
  }

  @Test
  void waiting_for_a_task_waits_and_calling_a_function_that_waits_does_too() {
    assertEquals(true, taskWaits("fun f() { sleep(1) }\nspawn { f() }"));
    assertEquals(true, taskWaits("let t = async { 1 }\nspawn { t.join() }"));
    assertEquals(false, taskWaits("spawn { println(1 + 1) }"));
  }

  private static boolean taskShares(String program) {
    Types types = Compiled.types(program);
    return facts(types).shares(task(types));
  }

  private static boolean taskWaits(String program) {
    Types types = Compiled.types(program);
    return facts(types).waits(task(types));
  }

  private static Facts facts(Types types) {
    return Analysis.analyse(types, Library.load());
  }

  /// The last task of the program.
  private static Code task(Types types) {
    Version last =
        types.versions().stream()
            .filter(version -> version.function().kind() == Function.Kind.TASK)
            .reduce((_, version) -> version)
            .orElseThrow();
    return new Code(last.function(), last.enclosing());
  }
}
