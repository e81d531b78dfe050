package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;

/// The methods into which one version is cut, while they are written, and the object that they
/// share: the frame, made when the version is entered. It holds the variables that several of them
/// use, and where to go on after a method that was left early.
final class Parts {
  /// The field that tells how a part was left: 0 to go on behind it, else the number of a way out.
  static final String LEFT = "$left";

  /// The field with the value that `return` gave.
  static final String RESULT = "$result";

  /// The field with the value that `break` gave, boxed.
  static final String BROKEN = "$broken";

  private static final Representation NUMBER = new Representation('I', "", "I");

  private final Emission emission;
  private final Names names;
  private final Version version;
  private final Outline outline;
  private final String frameClass;
  private final Map<String, Representation> fields = new LinkedHashMap<>();
  private final Map<Variable, String> fieldNames = new HashMap<>();
  private final Map<Variable, String> builders = new HashMap<>();
  private final Set<Variable> bound = new HashSet<>();
  private final Set<Variable> madeAhead = new HashSet<>();
  private final IdentityHashMap<Outline.Part, Names.Method> written = new IdentityHashMap<>();
  private final List<Outline.Leave> leaves = new ArrayList<>();

  Parts(Emission emission, Version version, Outline outline) {
    this.emission = emission;
    this.names = emission.names();
    this.version = version;
    this.outline = outline;
    this.frameClass = names.frameClass(version);
    fields.put(LEFT, NUMBER);
    fields.put(BROKEN, Representation.OBJECT);
    if (!Names.returnsNothing(version)) {
      fields.put(RESULT, names.representation(version.result().type()));
    }
  }

  Outline outline() {
    return outline;
  }

  String frameClass() {
    return frameClass;
  }

  /// The field of a variable in the frame; `held` is what it holds, the value or its shared object.
  String field(Variable variable, Representation held) {
    return fieldNames.computeIfAbsent(
        variable,
        v -> {
          String name = Names.field(v.name(), fields.size()) + "$" + fields.size();
          fields.put(name, held);
          return name;
        });
  }

  /// The field of the builder beside a variable.
  String builder(Variable variable) {
    return builders.computeIfAbsent(
        variable,
        v -> {
          String name = "$builder" + fields.size();
          fields.put(name, Representation.reference("java/lang/StringBuilder"));
          return name;
        });
  }

  Representation fieldType(String name) {
    Representation representation = fields.get(name);
    if (representation == null) {
      throw new IllegalStateException("no field of the frame: " + name);
    }
    return representation;
  }

  /// The variables whose shared object exists, in the order in which code is written.
  Set<Variable> bound() {
    return bound;
  }

  /// Those whose shared object was made before they were bound.
  Set<Variable> madeAhead() {
    return madeAhead;
  }

  /// The number of a way out, from 1.
  int number(Outline.Leave leave) {
    int index = leaves.indexOf(leave);
    if (index < 0) {
      leaves.add(leave);
      return leaves.size();
    }
    return index + 1;
  }

  /// The method of a part, which `write` writes when it is asked for the first time; `container` is
  /// one more argument, in the slot that `write` finds in `Body.containerSlot`.
  Names.Method method(
      Outline.Part part,
      @Nullable Representation container,
      @Nullable Representation result,
      Consumer<Body> write) {
    Names.Method known = written.get(part);
    if (known != null) {
      return known;
    }
    var descriptor = new StringBuilder("(");
    if (Names.takesClosure(version)) {
      descriptor.append('L').append(names.closureClass(version)).append(';');
    }
    descriptor.append('L').append(frameClass).append(';');
    if (container != null) {
      descriptor.append(container.descriptor());
    }
    descriptor.append(')').append(result == null ? "V" : result.descriptor());
    int size = 0;
    for (Node node : part.nodes()) {
      size += Names.size(node);
    }
    Names.Method method = names.part(version, size, descriptor.toString());
    written.put(part, method);
    write(method, container != null, result, write);
    return method;
  }

  private void write(
      Names.Method method,
      boolean hasContainer,
      @Nullable Representation result,
      Consumer<Body> write) {
    MethodVisitor visitor =
        emission
            .writers()
            .apply(method.owner())
            .visitMethod(ACC_PUBLIC | ACC_STATIC, method.name(), method.descriptor(), null, null);
    // Stack texts show a part as its function, and not the frame of the caller.
    visitor.visitAttribute(new DisplayName("~" + version.function().displayName()));
    int slots = (Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2) - 1;
    MethodCode code = emission.code(visitor, slots);
    int frameSlot = Names.takesClosure(version) ? 1 : 0;
    var body = new Body(emission, version, code, new Body.Place(this, frameSlot, true, result));
    if (hasContainer) {
      body.setContainerSlot(frameSlot + 1);
    }
    write.accept(body);
    code.instruction(result == null ? RETURN : result.returnOpcode());
    var end = new Label();
    code.place(end);
    body.variables().nameLocals(end);
    code.end();
  }

  /// Writes the class of the frame, when all methods are written.
  void end(ClassFiles files, String sourceName) {
    ClassWriter writer =
        files.begin(frameClass, Representation.OBJECT_NAME, ACC_PUBLIC | ACC_FINAL, sourceName);
    ClassFiles.plainConstructor(writer, Representation.OBJECT_NAME, false);
    fields.forEach(
        (name, representation) ->
            writer
                .visitField(Opcodes.ACC_PUBLIC, name, representation.descriptor(), null, null)
                .visitEnd());
  }
}
