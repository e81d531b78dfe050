package ruchy.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;

/// What later stages rely on holds for every program of the tests: a node stands in one place only,
/// every variable of a function is made there or captured, jumps have their loop around them, and
/// all functions are listed.
final class WellFormedTest {
  private static final Path FOLDER = Path.of("src", "test", "snapshots", "resolve");
  private static final Pattern SOURCE = Pattern.compile("```ruchy\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> programs_are_well_formed() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.toString();
        if (name.endsWith(".ruchy")) {
          String text = Files.readString(file);
          tests.add(DynamicTest.dynamicTest(name, () -> check(text)));
        } else if (name.endsWith(".md")) {
          String text = Files.readString(file);
          tests.add(DynamicTest.dynamicTest(name, () -> sources(text).forEach(this::check)));
        }
      }
    }
    assertFalse(tests.isEmpty());
    return tests.stream();
  }

  private static List<String> sources(String snapshots) {
    List<String> sources = new ArrayList<>();
    Matcher matcher = SOURCE.matcher(snapshots);
    while (matcher.find()) {
      sources.add(matcher.group(1));
    }
    return sources;
  }

  private void check(String text) {
    assertEquals("", String.join("\n", new Walk(Meaning.of(text).program()).faults()), text);
  }

  /// One walk over a program.
  private static final class Walk {
    private final Program program;
    private final IdentityHashMap<Node, Node> seen = new IdentityHashMap<>();
    private final List<String> faults = new ArrayList<>();

    Walk(Program program) {
      this.program = program;
    }

    List<String> faults() {
      Set<Function> listed = new HashSet<>(program.functions());
      assertEquals(listed.size(), program.functions().size(), "functions are listed once");
      for (Function function : program.functions()) {
        Set<Variable> made = new HashSet<>(function.captures());
        for (var parameter : function.parameters()) {
          made.add(parameter.variable());
        }
        collect(function.body(), made);
        for (var parameter : function.parameters()) {
          if (parameter.fallback() != null) {
            collect(parameter.fallback(), made);
            walk(parameter.fallback(), function, made, listed, new HashSet<>());
          }
        }
        walk(function.body(), function, made, listed, new HashSet<>());
      }
      return faults;
    }

    /// The variables that the code makes.
    private static void collect(Node node, Set<Variable> made) {
      switch (node) {
        case Node.Declare declare -> made.add(declare.variable());
        case Node.SafeChain chain -> made.add(chain.receiver());
        case Node.Match match -> {
          made.add(match.subject());
          match.arms().forEach(arm -> Nodes.bindings(arm.matcher(), made::add));
        }
        case Node.Destructure destructure -> Nodes.bindings(destructure.matcher(), made::add);
        case Node.ForEach each -> {
          made.add(each.variable());
          if (each.second() != null) {
            made.add(each.second());
          }
        }
        case Node.Try attempt ->
            attempt
                .catches()
                .forEach(
                    clause -> {
                      if (clause.variable() != null) {
                        made.add(clause.variable());
                      }
                    });
        default -> {}
      }
      Nodes.children(node, child -> collect(child, made));
    }

    private void walk(
        Node node,
        Function function,
        Set<Variable> made,
        Set<Function> listed,
        Set<Node.LoopLabel> loops) {
      if (seen.put(node, node) != null) {
        faults.add("stands in two places: " + node);
        return;
      }
      switch (node) {
        case Node.Read read -> use(read.variable(), function, made);
        case Node.Write write -> use(write.variable(), function, made);
        case Node.MakeClosure closure -> {
          listed(closure.function(), listed);
          closure.function().captures().forEach(variable -> use(variable, function, made));
        }
        case Node.FunctionValue value -> listed(value.function(), listed);
        case Node.CallFunction call -> listed(call.function(), listed);
        case Node.CallKnownMethod call -> listed(call.function(), listed);
        case Node.Construct construct -> listed(construct.constructor(), listed);
        case Node.Break leave -> jump(leave.label(), leave, loops);
        case Node.Continue next -> jump(next.label(), next, loops);
        default -> {}
      }
      Node.LoopLabel label =
          switch (node) {
            case Node.Loop loop -> loop.label();
            case Node.While loop -> loop.label();
            case Node.ForEach loop -> loop.label();
            default -> null;
          };
      Set<Node.LoopLabel> inner = loops;
      if (label != null) {
        inner = new HashSet<>(loops);
        inner.add(label);
      }
      Set<Node.LoopLabel> around = inner;
      Nodes.children(node, child -> walk(child, function, made, listed, around));
    }

    private void use(Variable variable, Function function, Set<Variable> made) {
      if (!variable.isGlobal() && !made.contains(variable)) {
        faults.add(function + " uses " + variable + ", which it neither makes nor captures");
      }
      if (function.captures().contains(variable) && !variable.isCaptured()) {
        faults.add(variable + " is captured but not marked");
      }
    }

    private void listed(Function function, Set<Function> listed) {
      if (!listed.contains(function)) {
        faults.add(function + " is not listed");
      }
    }

    private void jump(Node.LoopLabel label, Node jump, Set<Node.LoopLabel> loops) {
      if (!loops.contains(label)) {
        faults.add("no loop around " + jump);
      }
    }
  }
}
