package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.IF_ACMPNE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.LimitExceededException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import ruchy.compiler.analyse.Facts;
import ruchy.compiler.bounds.ProgramBounds;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.TypeProblem;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Test;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.runtime.library.Library;

/// Writes the class files of a program: one static method for each version of a function, one class
/// for each function value, object layout and user type, and the main class with the globals.
public final class Emitter {
  private final Program program;
  private final Types types;
  private final Names names;
  private final Preparation preparation;
  private final Emission emission;
  private final ClassFiles files = new ClassFiles();
  private final Map<String, ClassWriter> functionClasses = new HashMap<>();

  /// What the code does beside what the program says.
  ///
  /// @param printsResult the value of the last top-level expression is printed in D form before the
  ///   end, unless it is nil (L 20.1); in a session it is told to the session instead (L 20.3)
  /// @param traces each call of a function of the program is told on standard error (L 20.1)
  /// @param detects the detector of shared state is told what the code looks at and changes
  /// @param canStop the code can be stopped wherever it would go on for ever
  public record Wishes(boolean printsResult, boolean traces, boolean detects, boolean canStop) {}

  private Emitter(Program program, Types types, Facts facts, Library library, Wishes wishes) {
    this.program = program;
    this.types = types;
    this.names = new Names(program.userTypes(), types, library);
    this.preparation = Preparation.of(program, types, wishes.traces());
    this.emission =
        new Emission(
            names,
            preparation,
            facts,
            this::writer,
            program.namesParameters(),
            ProgramBounds.of(types.versions()),
            wishes.detects() ? new IdentityHashMap<>() : null,
            program.isSession(),
            wishes.canStop(),
            library);
  }

  /// The classes of the program.
  public static Classes emit(
      Program program,
      Types types,
      Facts facts,
      Library library,
      Wishes wishes,
      Problems problems) {
    return new Emitter(program, types, facts, library, wishes).run(wishes, problems);
  }

  private Classes run(Wishes wishes, Problems problems) {
    String sourceName = program.topLevel().span().source().recordedName();
    for (String owner : names.functionClasses()) {
      String[] interfaces =
          owner.equals(Names.MAIN) ? new String[] {"java/lang/Runnable"} : new String[0];
      ClassWriter writer =
          files.begin(
              owner, Representation.OBJECT_NAME, ACC_PUBLIC | ACC_FINAL, sourceName, interfaces);
      functionClasses.put(owner, writer);
    }
    names
        .closures()
        .forEach((code, name) -> files.announce(name, ClosureEmitter.superclass(emission, code)));
    names.layouts().values().forEach(name -> files.announce(name, RuntimeNames.LAYOUT));
    for (UserType type : program.userTypes()) {
      files.announce(names.userType(type), UserTypeEmitter.superclass(type, emission));
    }
    for (Version version : types.versions()) {
      try {
        if (wishes.traces() && TraceEmitter.isTraced(version.function())) {
          Names.Method inner = TraceEmitter.innerOf(names.methodOf(version));
          TraceEmitter.emit(emission, version, inner);
          method(version, inner);
        } else {
          method(version, names.methodOf(version));
        }
      } catch (LimitExceededException _) {
        // The stack maps of very many branches and variables.
        reportTooLarge(version.function(), problems);
      }
    }
    names
        .layouts()
        .forEach((layout, name) -> LayoutEmitter.emit(emission, layout, name, sourceName, files));
    for (UserType type : program.userTypes()) {
      UserTypeEmitter.emit(emission, type, files);
    }
    ClassWriter main = functionClasses.get(Names.MAIN);
    if (main == null) {
      throw new IllegalStateException("no main class");
    }
    new MainEmitter(program, types, emission, main)
        .emit(wishes.printsResult(), program.isSession());
    closures();
    Map<String, byte[]> finished =
        problems.hasErrors() ? Map.of() : files.end(method -> reportTooLarge(method, problems));
    return new Classes(
        finished, Names.MAIN.replace('/', '.'), Rooms.reached(types, names), tests());
  }

  /// The classes of function values that code or a session can come to name. All other code is
  /// written by now; that of these classes only leads to it and makes no function value, so one
  /// pass finds all.
  private void closures() {
    names
        .closures()
        .forEach(
            (code, name) -> {
              if (names.isUsed(code) || program.isSession()) {
                ClosureEmitter.emit(emission, code, name, files);
              }
            });
  }

  private List<Classes.Test> tests() {
    List<Classes.Test> tests = new ArrayList<>();
    for (Test test : types.tests().keySet()) {
      tests.add(
          new Classes.Test(
              test.name(),
              MainEmitter.testMethod(tests.size()),
              test.function().span().line(),
              test.isIgnored(),
              test.mustRaise()));
    }
    return tests;
  }

  private void reportTooLarge(String method, Problems problems) {
    for (Version version : types.versions()) {
      Names.Method known = names.methodOf(version);
      String name = known.owner() + "." + known.name();
      if (method.equals(name) || method.equals(TraceEmitter.innerName(name))) {
        reportTooLarge(version.function(), problems);
        return;
      }
    }
    reportTooLarge(program.topLevel(), problems);
  }

  private static void reportTooLarge(Function function, Problems problems) {
    problems.report(new TypeProblem.TooLarge(function.displayName(), function.span()));
  }

  private void method(Version version, Names.Method method) {
    MethodVisitor visitor =
        writer(method.owner())
            .visitMethod(ACC_PUBLIC | ACC_STATIC, method.name(), method.descriptor(), null, null);
    visitor.visitAttribute(new DisplayName(shownName(version.function())));
    int slots = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
    MethodCode code = emission.code(visitor, slots - 1);
    Outline outline = preparation.outlineOf(version.function());
    Parts parts = outline.isEmpty() ? null : new Parts(emission, version, outline);
    Body body;
    if (parts == null) {
      body = new Body(emission, version, code);
    } else {
      int frame = code.newLocal(Representation.OBJECT);
      code.create(parts.frameClass());
      code.store(Representation.OBJECT, frame);
      body = new Body(emission, version, code, new Body.Place(parts, frame, false, null));
    }
    if (version.function() == program.main()) {
      code.constant(true);
      code.putStatic(Names.MAIN, MainEmitter.ENTERED, Representation.BOOLEAN);
    }
    parameters(version, body);
    Node root = version.function().body();
    body.value(root);
    ruchy.compiler.type.Type type = body.typeOf(root);
    if (type != ruchy.compiler.type.Type.Basic.NEVER) {
      body.exits().giveBack(type);
    }
    var end = new Label();
    code.place(end);
    body.variables().nameLocals(end);
    code.end();
    if (parts != null) {
      parts.end(files, program.topLevel().span().source().recordedName());
    }
  }

  private ClassWriter writer(String owner) {
    return functionClasses.computeIfAbsent(
        owner,
        name ->
            files.begin(
                name,
                Representation.OBJECT_NAME,
                ACC_PUBLIC | ACC_FINAL,
                program.topLevel().span().source().recordedName()));
  }

  private void parameters(Version version, Body body) {
    int slot = Names.takesClosure(version) ? 1 : 0;
    List<Function.Parameter> parameters = version.function().parameters();
    int[] slots = new int[parameters.size()];
    for (int i = 0; i < parameters.size(); i++) {
      Variable variable = parameters.get(i).variable();
      if (version.hasArgument(i)) {
        slots[i] = slot;
        if (!version.mayLack(i)) {
          body.variables().parameter(variable, slot);
        }
        slot += body.representation(version.typeOf(variable)).size();
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      Node fallback = parameters.get(i).fallback();
      if (version.needsDefault(i) && fallback != null) {
        argumentOrDefault(version, i, slots[i], fallback, body);
        body.variables().bind(parameters.get(i).variable());
      }
    }
  }

  /// Leaves the argument in the slot, or the default if there is none or it is left out.
  private static void argumentOrDefault(
      Version version, int index, int slot, Node fallback, Body body) {
    var type = version.typeOf(version.function().parameters().get(index).variable());
    if (!version.mayLack(index)) {
      body.valueAs(fallback, type);
      return;
    }
    MethodCode code = body.code();
    var given = new Label();
    code.load(Representation.OBJECT, slot);
    code.getStatic(RuntimeNames.FUNCTION, "LEFT_OUT", Representation.OBJECT);
    code.jumpIf(IF_ACMPNE, given);
    body.valueAs(fallback, type);
    code.store(Representation.OBJECT, slot);
    code.place(given);
    code.load(Representation.OBJECT, slot);
  }

  /// The name in stack lines; empty for what they do not show.
  private static String shownName(Function function) {
    return function.isPassing() ? "" : function.displayName();
  }
}
