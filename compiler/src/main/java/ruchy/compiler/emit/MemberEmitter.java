package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.List;
import org.objectweb.asm.Label;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Members: fields of generated classes where the layout is known, the runtime's look-up otherwise.
final class MemberEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRING_DESCRIPTOR = "Ljava/lang/String;";

  private final Body body;
  private final MethodCode code;

  MemberEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type read(Node.ReadMember read) {
    Type target = body.typeOf(read.target());
    switch (body.version().targetOf(read)) {
      case Target.OfLibrary(LibraryFunction function) -> {
        return property(read, function, target);
      }
      case Target.OfMethod(Function get, Version reached) -> {
        return body.calls().reached(reached, List.of(read.target()), read.span());
      }
      case null, default -> {}
    }
    MemberField field = MemberField.of(target, read.name(), body);
    if (field != null) {
      body.value(read.target());
      field.get(code);
      return Body.onStack(field.type());
    }
    List<MemberField> candidates = MemberField.candidates(target, read.name(), body);
    if (!candidates.isEmpty()) {
      return readCandidate(read, candidates);
    }
    body.boxed(read.target());
    lookUp(read);
    return ANY;
  }

  /// Leaves a field of an object or instance of known layout.
  void loadField(Node target, String name) {
    MemberField field = MemberField.of(body.typeOf(target), name, body);
    if (field == null) {
      throw new IllegalStateException("no field " + name + " at " + target.span());
    }
    body.value(target);
    field.get(code);
  }

  private void lookUp(Node.ReadMember read) {
    code.at(read.span());
    code.constant(read.name());
    code.invokeStatic(RuntimeNames.MEMBERS, "get", "(" + OBJECT + STRING_DESCRIPTOR + ")" + OBJECT);
  }

  /// One test of the class for each candidate, then the look-up by name.
  private Type readCandidate(Node.ReadMember read, List<MemberField> candidates) {
    Type result = body.typeOf(read);
    Representation representation = body.representation(body.typeOf(read.target()));
    body.value(read.target());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    var end = new Label();
    for (MemberField field : candidates) {
      var next = new Label();
      code.load(representation, slot);
      code.isInstance(field.owner());
      code.jumpIf(IFEQ, next);
      code.load(representation, slot);
      code.cast(field.owner());
      field.get(code);
      body.coerce(Body.onStack(field.type()), result);
      code.jump(end);
      code.place(next);
    }
    code.load(representation, slot);
    lookUp(read);
    body.coerce(ANY, result);
    code.place(end);
    return Body.onStack(result);
  }

  private Type property(Node.ReadMember read, LibraryFunction function, Type target) {
    body.value(read.target());
    Representation wanted =
        function.isStatic()
            ? Representation.ofDescriptor(
                LibraryCallEmitter.parameters(function.descriptor()).getFirst())
            : Representation.reference(function.javaOwner());
    Representation have = body.representation(target);
    if (wanted.isReference() && !have.equals(wanted)) {
      body.coerce(target, ANY);
      code.cast(wanted.className());
    }
    return body.calls().library().invoke(function, body.typeOf(read), read.span());
  }

  /// Changes the value on the stack, which is of that type, to what the field of a user type holds;
  /// checks it against the annotation.
  void enter(Type value, UserType type, UserType.Field field) {
    Type held = Body.onStack(body.types().typeOf(type, field.name()));
    Annotation annotation = field.annotation();
    if (annotation == null) {
      body.coerce(value, held);
      return;
    }
    String place = "field '" + field.name() + "' of " + type.name();
    Type checked = new CheckEmitter(body).entering(annotation, value, place);
    body.coerce(checked, held);
  }

  /// Stores the value on the stack, which is of that type, in a field.
  void put(MemberField field, Type value, Span span) {
    if (field.of() != null && field.declared() != null) {
      code.at(span);
      enter(value, field.of(), field.declared());
    } else {
      body.coerce(value, field.type());
    }
    field.put(code);
  }

  /// The value is kept in a variable, because it is the value of the assignment too.
  Type write(Node.WriteMember write) {
    if (body.preparation().appends().isUnused(write)
        && body.growingMembers().append(write, false)) {
      return AppendEmitter.unused(body, write.value());
    }
    if (body.growingMembers().append(write, true)) {
      return body.typeOf(write.value());
    }
    Type target = body.typeOf(write.target());
    Type value = body.typeOf(write.value());
    body.values(List.of(write.target(), write.value()), List.of(target, value));
    if (value == NEVER) {
      return NEVER;
    }
    int slot = code.newLocal(body.representation(value));
    code.store(body.representation(value), slot);
    MemberField field = MemberField.of(target, write.name(), body);
    if (field != null) {
      code.load(body.representation(value), slot);
      put(field, value, write.span());
    } else if (body.version().targetOf(write) instanceof Target.OfMethod(var set, var reached)) {
      code.load(body.representation(value), slot);
      body.coerce(value, reached.typeOf(set.parameters().get(1).variable()));
      Type result = body.calls().invoke(reached, write.span());
      if (result != NEVER) {
        code.pop(body.representation(result));
      }
    } else {
      body.coerce(target, ANY);
      code.at(write.span());
      code.constant(write.name());
      code.load(body.representation(value), slot);
      body.coerce(value, ANY);
      code.invokeStatic(
          RuntimeNames.MEMBERS, "set", "(" + OBJECT + STRING_DESCRIPTOR + OBJECT + ")V");
    }
    code.load(body.representation(value), slot);
    return value;
  }
}
